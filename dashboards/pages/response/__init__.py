"""Response 处警时效: how soon calls are accepted, left for, reached and reported back, and which areas miss."""
