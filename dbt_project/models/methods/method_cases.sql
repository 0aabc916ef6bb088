-- What unit tests of the methods are given; it has no rows of its own.
select 1 as case_id
where 1 = 0
