namespace Gantry.Console.Tests.Pages;

/// <summary>Texts that do something where somebody takes them for markup, for a script, for an address or for a part of an attribute (reliability S-20). Each would set <c>window.hit</c> or open a dialog.</summary>
internal static class Payloads
{
    private static readonly string[] Elements =
    [
        "<script>hit=1</script>", "<ScRiPt>hit=1</ScRiPt>", "<script src=data:text/javascript,hit=1></script>", "</script><script>hit=1</script>", "<img src=x onerror=hit=1>", "<img/src=x/onerror=hit=1>",
        "<svg onload=hit=1>", "<svg><script>hit=1</script></svg>", "<svg><animate onbegin=hit=1 attributeName=x dur=1s>", "<body onload=hit=1>", "<iframe srcdoc='<script>top.hit=1</script>'>", "<iframe src=javascript:top.hit=1>",
        "<object data=javascript:hit=1>", "<embed src=javascript:hit=1>", "<math><mtext><img src=x onerror=hit=1></math>", "<video><source onerror=hit=1></video>", "<audio src=x onerror=hit=1>", "<details open ontoggle=hit=1>",
        "<marquee onstart=hit=1>", "<input autofocus onfocus=hit=1>", "<select autofocus onfocus=hit=1>", "<textarea autofocus onfocus=hit=1>", "<a href=javascript:hit=1 autofocus>x</a>", "<form action=javascript:hit=1><button>x</button></form>",
        "<base href=//evil.example/>", "<link rel=stylesheet href=//evil.example/x.css>", "<style>@import'//evil.example/x.css';</style>", "<meta http-equiv=refresh content='0;url=javascript:hit=1'>", "<template><script>hit=1</script></template>",
        "<noscript><p title=\"</noscript><img src=x onerror=hit=1>\">",
    ];

    private static readonly string[] Attributes =
    [
        "\" onmouseover=\"hit=1", "' onmouseover='hit=1", "\"><img src=x onerror=hit=1>", "'><img src=x onerror=hit=1>", "\" autofocus onfocus=hit=1 x=\"", "` onmouseover=`hit=1", "x\" style=\"background:url(//evil.example)", "\u00a0onload=hit=1",
        "&lt;img src=x onerror=hit=1&gt;", "&#60;script&#62;hit=1&#60;/script&#62;", "&quot;><script>hit=1</script>", "%3Cscript%3Ehit=1%3C/script%3E",
    ];

    private static readonly string[] Addresses =
    [
        "javascript:hit=1", "JaVaScRiPt:hit=1", "java\tscript:hit=1", "data:text/html,<script>hit=1</script>", "vbscript:hit", "[x](javascript:hit=1)", "![x](x\" onerror=\"hit=1)", "[x](data:text/html;base64,PHNjcmlwdD5oaXQ9MTwvc2NyaXB0Pg==)",
        "<javascript:hit=1>", "[x]: javascript:hit=1",
    ];

    private static readonly string[] Code =
    [
        "');hit=1;('", "\";hit=1;\"", "${hit=1}", "{{constructor.constructor('hit=1')()}}", "@(hit=1)", "<%= hit=1 %>", "<!--<img src=x onerror=hit=1>-->", "]]><script>hit=1</script>",
    ];

    public static IReadOnlyList<string> All { get; } = [.. Elements, .. Attributes, .. Addresses, .. Code];
}
