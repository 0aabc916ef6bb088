{#-
A table is replaced within one transaction: readers see the old one until then, and a failure leaves it. That its columns
are those of the contract is asked on a full refresh, which changed models are: DuckDB plans the whole query for it. dbt's own
way, made for databases that cannot do this, renames twice. A model in Python writes by a
connection of its own, which would wait for that transaction: it is written beside and renamed.
-#}
{% materialization table, adapter='duckdb', supported_languages=['sql', 'python'] %}
    {%- set existing = load_cached_relation(this) -%}
    {%- set target = this.incorporate(type='table') -%}
    {%- set is_beside = model['language'] == 'python' -%}
    {%- set is_known = existing is not none and existing.is_table and not should_full_refresh() and not is_beside -%}
    {%- set written = make_intermediate_relation(target) if is_beside else target -%}
    {%- if is_beside -%}
        {{ drop_relation_if_exists(load_cached_relation(written)) }}
    {%- endif -%}

    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}
    {%- if not is_beside and not is_known -%}
        {{ drop_relation_if_exists(existing) }}
    {%- endif -%}
    {%- call statement('main', language=model['language']) -%}
        {%- if is_known -%}
            create or replace table {{ target }} as (
                {{ compiled_code }}
            )
        {%- else -%}
            {{ create_table_as(False, written, compiled_code, model['language']) }}
        {%- endif -%}
    {%- endcall -%}
    {%- if is_beside -%}
        {{ drop_relation_if_exists(existing) }}
        {{ adapter.rename_relation(written, target) }}
    {%- endif -%}
    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {{ adapter.commit() }}
    {{ run_hooks(post_hooks, inside_transaction=False) }}
    {{ return({'relations': [target]}) }}
{% endmaterialization %}
