"""Scripts as sets of characters, with what they share: `\\p{Han}` holds 、and 。too.

Script_Extensions of the Unicode Character Database 14 (Unicode licence), as PCRE 10.42 has them;
without what only dead scripts and rare symbols beyond U+FFFF need.
"""

from __future__ import annotations

SCRIPTS = {
    "Han": (
        "\u2e80-\u2e99\u2e9b-\u2ef3\u2f00-\u2fd5\u3001-\u3003\u3005-\u3011\u3013-\u301f\u3021-"
        "\u302d\u3030\u3037-\u303f\u30fb\u3190-\u319f\u31c0-\u31e3\u3220-\u3247\u3280-\u32b0"
        "\u32c0-\u32cb\u32ff\u3358-\u3370\u337b-\u337f\u33e0-\u33fe\u3400-\u4dbf\u4e00-\u9fff"
        "\ua700-\ua707\uf900-\ufa6d\ufa70-\ufad9\ufe45-\ufe46\uff61-\uff65\U00016fe2-\U00016fe3"
        "\U00016ff0-\U00016ff1\U0001d360-\U0001d371\U0001f250-\U0001f251\U00020000-\U0002a6df"
        "\U0002a700-\U0002b738\U0002b740-\U0002b81d\U0002b820-\U0002cea1\U0002ceb0-\U0002ebe0"
        "\U0002f800-\U0002fa1d\U00030000-\U0003134a"
    ),
    "Hiragana": (
        "\u3001-\u3003\u3008-\u3011\u3013-\u301f\u3030-\u3035\u3037\u303c-\u303d\u3041-\u3096"
        "\u3099-\u30a0\u30fb-\u30fc\ufe45-\ufe46\uff61-\uff65\uff70\uff9e-\uff9f\U0001b001-"
        "\U0001b11f\U0001b150-\U0001b152\U0001f200"
    ),
    "Katakana": (
        "\u3001-\u3003\u3008-\u3011\u3013-\u301f\u3030-\u3035\u3037\u303c-\u303d\u3099-\u309c"
        "\u30a0-\u30ff\u31f0-\u31ff\u32d0-\u32fe\u3300-\u3357\ufe45-\ufe46\uff61-\uff9f"
        "\U0001aff0-\U0001aff3\U0001aff5-\U0001affb\U0001affd-\U0001affe\U0001b000\U0001b120-"
        "\U0001b122\U0001b164-\U0001b167"
    ),
    "Bopomofo": (
        "\u02ea-\u02eb\u3001-\u3003\u3008-\u3011\u3013-\u301f\u302a-\u302d\u3030\u3037\u30fb"
        "\u3105-\u312f\u31a0-\u31bf\ufe45-\ufe46\uff61-\uff65"
    ),
    "Hangul": (
        "\u1100-\u11ff\u3001-\u3003\u3008-\u3011\u3013-\u301f\u302e-\u3030\u3037\u30fb\u3131-"
        "\u318e\u3200-\u321e\u3260-\u327e\ua960-\ua97c\uac00-\ud7a3\ud7b0-\ud7c6\ud7cb-\ud7fb"
        "\ufe45-\ufe46\uff61-\uff65\uffa0-\uffbe\uffc2-\uffc7\uffca-\uffcf\uffd2-\uffd7\uffda-"
        "\uffdc"
    ),
    "Latin": (
        "\u0041-\u005a\u0061-\u007a\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02b8\u02e0-"
        "\u02e4\u0363-\u036f\u0485-\u0486\u0951-\u0952\u10fb\u1d00-\u1d25\u1d2c-\u1d5c\u1d62-"
        "\u1d65\u1d6b-\u1d77\u1d79-\u1dbe\u1e00-\u1eff\u202f\u2071\u207f\u2090-\u209c\u20f0"
        "\u212a-\u212b\u2132\u214e\u2160-\u2188\u2c60-\u2c7f\ua700-\ua707\ua722-\ua787\ua78b-"
        "\ua7ca\ua7d0-\ua7d1\ua7d3\ua7d5-\ua7d9\ua7f2-\ua7ff\ua92e\uab30-\uab5a\uab5c-\uab64"
        "\uab66-\uab69\ufb00-\ufb06\uff21-\uff3a\uff41-\uff5a\U00010780-\U00010785\U00010787-"
        "\U000107b0\U000107b2-\U000107ba\U0001df00-\U0001df1e"
    ),
    "Greek": (
        "\u0342\u0345\u0370-\u0373\u0375-\u0377\u037a-\u037d\u037f\u0384\u0386\u0388-\u038a\u038c"
        "\u038e-\u03a1\u03a3-\u03e1\u03f0-\u03ff\u1d26-\u1d2a\u1d5d-\u1d61\u1d66-\u1d6a\u1dbf-"
        "\u1dc1\u1f00-\u1f15\u1f18-\u1f1d\u1f20-\u1f45\u1f48-\u1f4d\u1f50-\u1f57\u1f59\u1f5b"
        "\u1f5d\u1f5f-\u1f7d\u1f80-\u1fb4\u1fb6-\u1fc4\u1fc6-\u1fd3\u1fd6-\u1fdb\u1fdd-\u1fef"
        "\u1ff2-\u1ff4\u1ff6-\u1ffe\u2126\uab65\U00010140-\U0001018e\U000101a0\U0001d200-"
        "\U0001d245"
    ),
    "Cyrillic": (
        "\u0400-\u052f\u1c80-\u1c88\u1d2b\u1d78\u1df8\u2de0-\u2dff\u2e43\ua640-\ua69f\ufe2e-\ufe2f"
    ),
}
"""The members of each, as they stand between the brackets of Python's `re`."""
