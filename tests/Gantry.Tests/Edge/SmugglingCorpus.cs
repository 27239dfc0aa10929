using Gantry.Tests.Relay;

namespace Gantry.Tests.Edge;

/// <summary>Thirty-odd ways to hide a request inside another (reliability S-28). Each hides one for the model <c>smuggled</c>.</summary>
internal static class SmugglingCorpus
{
    private const string Body = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
    private const string Ask = "POST /v1/chat/completions HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer " + TestGateway.Key + "\r\n";
    private static readonly string HiddenBody = Body.Replace("\"m\"", "\"smuggled\"", StringComparison.Ordinal);

    /// <summary>What must never be answered nor arrive.</summary>
    public static string Hidden { get; } = $"{Ask}Content-Length: {HiddenBody.Length}\r\n\r\n{HiddenBody}";

    private static string Chunked => $"{Body.Length:x}\r\n{Body}\r\n0\r\n\r\n";

    private static string Whole(string header) => $"{Ask}{header}\r\nContent-Length: {Body.Length}\r\n\r\n{Body}";

    /// <summary>Name, bytes, whether the outer request may be served as one request (else it is refused).</summary>
    public static IReadOnlyList<(string Name, string Wire, bool MayServe)> All { get; } =
    [
        ("length and chunks, chunks short", $"{Ask}Content-Length: {5 + Hidden.Length}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{Hidden}", false),
        ("length short, chunks long", $"{Ask}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n{Hidden.Length:x}\r\n{Hidden}\r\n0\r\n\r\n", false),
        ("two lengths", $"{Ask}Content-Length: {Body.Length}\r\nContent-Length: {Body.Length + Hidden.Length}\r\n\r\n{Body}{Hidden}", false),
        ("two lengths in one", $"{Ask}Content-Length: {Body.Length}, {Body.Length + Hidden.Length}\r\n\r\n{Body}{Hidden}", false),
        ("length that is no number", $"{Ask}Content-Length: {Body.Length}x\r\n\r\n{Body}{Hidden}", false),
        ("length with minus", $"{Ask}Content-Length: -1\r\n\r\n{Body}{Hidden}", false),
        ("length in hexadecimal", $"{Ask}Content-Length: 0x10\r\n\r\n{Body}{Hidden}", false),
        ("length beyond all", $"{Ask}Content-Length: 99999999999999999999\r\n\r\n{Body}{Hidden}", false),
        ("length of nothing", $"{Ask}Content-Length: \r\n\r\n{Body}{Hidden}", false),
        ("space before the colon of the length", $"{Ask}Content-Length : {Body.Length}\r\n\r\n{Body}{Hidden}", false),
        ("space before the colon of the coding", $"{Ask}Transfer-Encoding : chunked\r\nContent-Length: {Body.Length}\r\n\r\n{Body}{Hidden}", false),
        ("coding folded", $"{Ask}Transfer-Encoding:\r\n chunked\r\nContent-Length: {Body.Length}\r\n\r\n{Body}{Hidden}", false),
        ("coding unknown", $"{Ask}Transfer-Encoding: xchunked\r\n\r\n{Chunked}{Hidden}", false),
        ("coding twice, chunked first", $"{Ask}Transfer-Encoding: chunked, identity\r\n\r\n{Chunked}{Hidden}", false),
        ("coding in two headers", $"{Ask}Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n{Chunked}{Hidden}", false),
        ("coding with a tab", $"{Ask}Transfer-Encoding:\tchunked\r\nContent-Length: 4\r\n\r\n{Hidden.Length:x}\r\n{Hidden}\r\n0\r\n\r\n", false),
        ("coding with vertical tab", $"{Ask}Transfer-Encoding: \vchunked\r\nContent-Length: {Body.Length}\r\n\r\n{Body}{Hidden}", false),
        ("coding with NUL", $"{Ask}Transfer-Encoding: chunked\0\r\n\r\n{Chunked}{Hidden}", false),
        ("coding quoted", $"{Ask}Transfer-Encoding: \"chunked\"\r\n\r\n{Chunked}{Hidden}", false),
        ("coding in HTTP/1.0", $"{Ask.Replace("HTTP/1.1", "HTTP/1.0", StringComparison.Ordinal)}Transfer-Encoding: chunked\r\nContent-Length: {Body.Length}\r\n\r\n{Body}{Hidden}", true),
        ("line feed alone between headers", $"{Ask}X-App: a\nContent-Length: {Body.Length}\r\n\r\n{Body}{Hidden}", false),
        ("line feed alone everywhere", $"{Ask}Content-Length: {Body.Length}\r\n\r\n".Replace("\r\n", "\n", StringComparison.Ordinal) + Body + Hidden, false),
        ("line feed alone in the empty line", $"{Ask}Content-Length: 0\r\n\n{Hidden}", false),
        ("carriage return alone", $"{Ask}X-App: a\rContent-Length: 0\r\n\r\n{Hidden}", false),
        ("NUL in a header", $"{Whole("X-App: a\0b")}{Hidden}", false),
        ("NUL in a name", $"{Whole("X-A\0pp: b")}{Hidden}", false),
        ("underscore for a dash", $"{Whole("Content_Length: 5")}{Hidden}", false),
        ("underscore for another dash", $"{Whole("X_Forwarded_For: 10.0.0.1")}{Hidden}", false),
        ("header without a colon", $"{Whole("X-App")}{Hidden}", false),
        ("header without a name", $"{Whole(": a")}{Hidden}", false),
        ("space before a name", $"{Whole(" X-App: a")}{Hidden}", false),
        ("two hosts", $"{Whole("Host: other")}{Hidden}", false),
        ("chunk size with a sign", $"{Ask}Transfer-Encoding: chunked\r\n\r\n-1\r\n{Body}\r\n0\r\n\r\n{Hidden}", false),
        ("chunk size in hexadecimal of C", $"{Ask}Transfer-Encoding: chunked\r\n\r\n0x{Body.Length:x}\r\n{Body}\r\n0\r\n\r\n{Hidden}", false),
        ("chunk size too large", $"{Ask}Transfer-Encoding: chunked\r\n\r\nffffffffffffffff1\r\n{Body}\r\n0\r\n\r\n{Hidden}", false),
        ("chunk ended by line feed alone", $"{Ask}Transfer-Encoding: chunked\r\n\r\n{Body.Length:x}\n{Body}\n0\n\n{Hidden}", false),
        ("chunk extension with line feed", $"{Ask}Transfer-Encoding: chunked\r\n\r\n{Body.Length:x};a\nb\r\n{Body}\r\n0\r\n\r\n{Hidden}", false),
        ("chunk longer than said", $"{Ask}Transfer-Encoding: chunked\r\n\r\n5\r\n{Body}\r\n0\r\n\r\n{Hidden}", false),
        ("space in the target", $"POST /v1/chat/completions HTTP/1.1 x HTTP/1.1\r\n{Ask[(Ask.IndexOf('\n', StringComparison.Ordinal) + 1)..]}Content-Length: 0\r\n\r\n{Hidden}", false),
        ("second version", $"{Ask.Replace("HTTP/1.1", "HTTP/9.9", StringComparison.Ordinal)}Content-Length: {Body.Length}\r\n\r\n{Body}{Hidden}", false),
    ];
}
