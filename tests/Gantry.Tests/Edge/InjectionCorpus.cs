namespace Gantry.Tests.Edge;

/// <summary>Five hundred strings that somebody's parser once took for more than text (reliability S-5). Made by rule, so that each run has the same.</summary>
internal static class InjectionCorpus
{
    private static readonly string[] Sql =
    [
        "'", "\"", "`", "';--", "' OR '1'='1", "' OR 1=1--", "\" OR \"\"=\"", "') OR ('a'='a", "1; DROP TABLE usage_records", "'; DELETE FROM accounts; --", "' UNION SELECT hash FROM api_keys--",
        "' UNION ALL SELECT NULL,NULL,NULL--", "1 AND (SELECT COUNT(*) FROM sqlite_master)>0", "'; ATTACH DATABASE '/tmp/x' AS x; --", "'||(SELECT 1)||'", "%", "_", "%_%_%_%", "\\%", "1e309", "-1", "0x27", "' AND SLEEP(5)--",
        "'; SELECT pg_sleep(5); --", "';PRAGMA writable_schema=1;--", "' OR randomblob(1000000000) --", "/**/OR/**/1=1", "admin'--", "' HAVING 1=1--", "' GROUP BY 1,2--", "'; VACUUM INTO '/tmp/y';--", "\\'; --", "' LIKE '%", "@owner", ":id", "?1", "$1",
    ];

    private static readonly string[] Query =
    [
        "{\"$gt\":\"\"}", "{\"$ne\":null}", "{\"$where\":\"sleep(100)\"}", "[$ne]=1", "';return true;var a='", "{\"$regex\":\".*\"}", "true, $where: '1 == 1'", "*)(uid=*))(|(uid=*", "*", "(cn=*)", "' or count(/*)=1 or '", "//user[name='x']",
    ];

    private static readonly string[] Templates =
    [
        "{{7*7}}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "@(7*7)", "{{constructor.constructor('return 1')()}}", "${jndi:ldap://127.0.0.1/a}", "{%25 import os %25}", "*{T(java.lang.Runtime)}", "{0}", "{0:N}", "{{{0}}}", "${ENV}", "$(id)", "`id`", "; id", "| id", "&& id",
        "{Key}", "{RequestId}", "{@x}", "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "javascript:alert(1)", "<!--#exec cmd=\"id\"-->", "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>", "]]>", "=cmd|' /C calc'!A0", "+1+1", "@SUM(1)", "!!python/object:os.system", "!<tag:yaml.org,2002:js/function> f",
    ];

    private static readonly string[] Paths =
    [
        "../", "../../../../etc/passwd", "..\\..\\windows\\win.ini", "%2e%2e%2f", "%252e%252e%252f", "..%c0%af", "....//", "/etc/passwd", "file:///etc/passwd", "C:\\", "\\\\host\\share", "~root", ".", "..", "...", "/dev/zero", "nul", "con", "a/../../b", "./.git/config",
        "http://169.254.169.254/latest/meta-data", "//evil.example/x", "@evil.example", "?x=1#y", "#", ";a=b", "a;b/c",
    ];

    private static readonly string[] Lines =
    [
        "\r\nX-Injected: 1", "\nSet-Cookie: a=b", "%0d%0aX-Injected:%201", "\r", "\n", "\r\n\r\n<html>", "\u0085x", "\u2028x", "\u2029x", "a\0b", "\0", "%00", "\u0001\u0002\u0003", "\u001b[31mred\u001b[0m", "\b\b\b", "\u007f", "\t", "\v\f",
    ];

    private static readonly string[] Unicode =
    [
        "\ufeff", "\u200b", "\u202etxt.exe", "\uff07 OR 1=1", "\u02bc", "\u212a", "\u0130", "ﬀ", "e\u0301", "Ω≈ç√∫", "漢字", "🤷🏽‍♀️", "\U0001F468\u200D\U0001F469\u200D\U0001F467", "\u0e47\u0e47\u0e47", "Z͑ͫ̓ͪ̂", "\ufffd", "\uffff", "\uD83D", "\uDE00", "ß", "ı", "ſ", "\u0600\u06dd", "𝕊𝔼𝕃𝔼ℂ𝕋",
    ];

    private static readonly string[] Formats =
    [
        "%s%s%s%s%n", "%n", "%x%x%x", "%1$s", "%p", "%99999999s", "%.1000000f", "{0,99999999}", "\\x41", "\\u0000", "\\", "\\\\", "\\\"", "null", "undefined", "NaN", "Infinity", "-Infinity", "true", "[]", "{}", "[[[[", "{\"a\":", "\"", "0", "-0", "1e400", "99999999999999999999", "2147483648", "-9223372036854775808", "9223372036854775807", "0.1e-400", "1_000", "０",
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Strings { get; } = Make();

    private static List<string> Make()
    {
        string[] seeds = [.. Sql, .. Query, .. Templates, .. Paths, .. Lines, .. Unicode, .. Formats];
        var all = new List<string>(seeds);
        foreach (var length in (int[])[255, 256, 1023, 4096, 8000])
        {
            all.AddRange([new string('A', length), new string('\'', length), string.Concat(Enumerable.Repeat("%s", length / 2)), string.Concat(Enumerable.Repeat("漢", length / 3)), new string('(', length)]);
        }

        // Mixed and doubled, until there are as many as the requirement asks for.
        Func<string, string>[] changes =
        [
            s => s + s, s => "x" + s, s => s + "'--", s => Uri.EscapeDataString(Whole(s)), s => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(s)), s => "\"" + s + "\"", s => s.ToUpperInvariant(), s => s + "\0", s => " " + s + " ",
        ];
        for (var i = 0; all.Count < 500; i++)
        {
            all.Add(changes[i % changes.Length](seeds[i * 7 % seeds.Length]));
        }

        return [.. all.Take(500)];
    }

    private static string Whole(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));
}
