{#
    Names under which spellings meet. `name_key` is the SQL twin of `ingest.gazetteer.name_key` (a test keeps the two
    equal); `romanised` goes further and undoes what transliteration leaves open.
#}

{# Lower case, no diacritics, no apostrophes, "&" spelt out, letters and digits with single spaces, no leading "the". #}
{% macro name_key(name) -%}
    {%- set letters -%}
        replace(replace(replace(replace(
            strip_accents(translate(lower({{ name }}), 'əǝıøłđðħ', 'aaiolddh')),
            'þ', 'th'), 'æ', 'ae'), 'œ', 'oe'), 'ß', 'ss')
    {%- endset -%}
    {%- set ns = namespace(sql="regexp_replace(" ~ letters ~ ", '[''’‘ʻʼʹʾʿ`´\"“”]', '', 'g')") -%}
    {#- "U.N.H.C.R." is "unhcr": RE2 cannot repeat a group in the replacement, so one step for each length. -#}
    {%- for count in [5, 4, 3, 2] -%}
        {%- set pattern = "\\b" ~ (["(\\w)"] * count) | join("\\.") ~ "\\b\\.?" -%}
        {%- set target = [] -%}
        {%- for position in range(1, count + 1) -%}{%- do target.append("\\" ~ position) -%}{%- endfor -%}
        {%- set ns.sql = "regexp_replace(" ~ ns.sql ~ ", '" ~ pattern ~ "', '" ~ target | join ~ "', 'g')" -%}
    {%- endfor -%}
    regexp_replace(
        trim(regexp_replace(replace({{ ns.sql }}, '&', ' and '), '[^\p{L}\p{N}]+', ' ', 'g')), '^the ', ''
    )
{%- endmacro %}

{#
    One spelling for what is one name in different transliterations: Sadikov and Sadigov, Alyev and Aliyev, Hajiyev and
    Gadzhiev's "dzh", Ibrahimzade and Ibrahimzadeh, -off and -ov. It does not join different names: a vowel more
    (Fatma, Fatima) or another consonant (Mustafa, Murtaza) stays a difference.
#}
{% macro romanised(name) -%}
    {%- set rules = [
        ("dzh|dj|zh", "j"),
        ("tch|ch", "C"),
        ("ck", "k"),
        ("c", "j"),
        ("kh|x", "h"),
        ("gh|q|k", "g"),
        ("ph", "f"),
        ("w", "v"),
        ("sh", "s"),
        ("ou", "u"),
        ("([oe])ff\\b", "\\1v"),
        ("([a-zC]{4}[oe])f\\b", "\\1v"),
        ("[ae]h\\b", "a"),
        ("e", "a"),
        ("o", "u"),
        ("y", "i"),
    ] -%}
    {%- set ns = namespace(sql=name_key("regexp_replace(lower(" ~ name ~ "), '[çčć]', 'ch', 'g')")) -%}
    {%- for pattern, target in rules -%}
        {%- set ns.sql = "regexp_replace(" ~ ns.sql ~ ", '" ~ pattern ~ "', '" ~ target ~ "', 'g')" -%}
    {%- endfor -%}
    {%- for letter in "abCdfghijlmnprstuvz" -%}
        {%- set ns.sql = "regexp_replace(" ~ ns.sql ~ ", '" ~ letter ~ "{2,}', '" ~ letter ~ "', 'g')" -%}
    {%- endfor -%}
    {%- for pattern, target in [("t\\b", "d"), ("p\\b", "b"), ("\\bmuham", "maham")] -%}
        {%- set ns.sql = "regexp_replace(" ~ ns.sql ~ ", '" ~ pattern ~ "', '" ~ target ~ "', 'g')" -%}
    {%- endfor -%}
    {{ ns.sql }}
{%- endmacro %}

{# The consonants of a romanised name. #}
{% macro consonants(romanised_name) -%}
    regexp_replace({{ romanised_name }}, '[aiu]', '', 'g')
{%- endmacro %}

{#
    How alike two parts of a person's name are, given with given or family with family: 1 for the same spelling, 0.97 for two
    transliterations of one name, 0.92 for one vowel more inside the word (Fatma, Fatima; not at the end, where it
    makes Farid a Farida), 0.9 for a family name with and without a final -n (Mohammadiya, Mahammadiyan),
    else the Jaro-Winkler similarity of the two, kept below 0.89.
#}
{% macro name_part_similarity(folded_a, romanised_a, folded_b, romanised_b, is_family) -%}
    case
        when {{ folded_a }} = {{ folded_b }} then 1.0
        when {{ romanised_a }} = {{ romanised_b }} then 0.97
        when
            least(length({{ romanised_a }}), length({{ romanised_b }})) >= 4
            and abs(length({{ romanised_a }}) - length({{ romanised_b }})) = 1
            and levenshtein({{ romanised_a }}, {{ romanised_b }}) = 1
            and {{ consonants(romanised_a) }} = {{ consonants(romanised_b) }}
            and left({{ romanised_a }}, 1) = left({{ romanised_b }}, 1)
            and right({{ romanised_a }}, 1) = right({{ romanised_b }}, 1)
            then 0.92
        {%- if is_family %}
        when
            least(length({{ romanised_a }}), length({{ romanised_b }})) >= 6
            and (
                {{ romanised_a }} = {{ romanised_b }} || 'n'
                or {{ romanised_b }} = {{ romanised_a }} || 'n'
            )
            then 0.9
        {%- endif %}
        else least(0.89, jaro_winkler_similarity({{ romanised_a }}, {{ romanised_b }}))
    end
{%- endmacro %}
