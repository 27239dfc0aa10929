using System.IO.Compression;
using System.Text.Json.Nodes;
using Gantry.Cli.Verify.Dialects;
using Gantry.Cli.Verify.Wire;

namespace Gantry.Cli.Verify.Assertions;

/// <summary>What must not be refused or damaged, in every protocol.</summary>
internal static class ToleranceAssertions
{
    /// <summary>Two, three and four bytes a character, right to left, and a joined emoji.</summary>
    private const string ManyScripts = "Grüße, 你好, مرحبا, 🚀 👩‍🚀";

    private const string EchoQuestion = "Repeat the following line exactly and say nothing else.\n" + ManyScripts;

    private static readonly string[] Echoed = ["Grüße", "你好", "🚀"];

    public static IEnumerable<Assertion> For(Dialect dialect) =>
    [
        new("accept.fields", Level.Should, "Unknown members of the body are tolerated",
            "Clients send new fields weeks before gateways know them.",
            Check.Served((probe, cancellation) =>
                probe.AskWithBodyAsync(body => body["x_gantry_verify"] = new JsonObject { ["unknown"] = true }, cancellation))),
        // Google's own front end refuses query parameters that it does not know, and no Gemini client sends any.
        new("accept.query", dialect is GeminiDialect ? Level.Should : Level.Must, "?beta=true and unknown query parameters are tolerated",
            "Claude Code sends ?beta=true with every request; proxies add parameters of their own.",
            Check.Served((probe, cancellation) => probe.AskAsync(call => call.WithQuery("beta=true&x-unknown=1"), cancellation))),
        new("accept.headers", Level.Must, "Unknown headers are tolerated",
            "Agents add session, trace and telemetry headers of their own.",
            Check.Served((probe, cancellation) =>
                probe.AskAsync(call => call.WithHeader("x-gantry-verify", "1").WithHeader("x-stainless-lang", "csharp"), cancellation))),
        new("accept.gzip", Level.Should, "A gzip body is served, or refused with 415",
            "A body that is taken for text fails with a confusing 400.",
            Check.That(
                (probe, cancellation) =>
                    probe.AskAsync(call => (call with { Body = Gzip(call.Body!) }).WithHeader("content-encoding", "gzip"), cancellation),
                (_, answer) => Faults.Status(answer, 200, 415) ?? (answer.Json is null ? "the body is not JSON" : null))),
        new("text.utf8", Level.Must, "Text of many scripts comes back as sound UTF-8",
            "A decoder that works on chunks breaks characters that lie across two.",
            Check.That(
                (probe, cancellation) => EchoAsync(probe, stream: false, cancellation),
                (_, answer) => Faults.Json(answer) ?? Faults.Utf8(answer))),
        new("text.utf8-stream", Level.Must, "Text of many scripts streams as sound UTF-8",
            "A decoder that works on chunks breaks characters that lie across two.",
            Check.That(
                (probe, cancellation) => EchoAsync(probe, stream: true, cancellation),
                (_, answer) => Faults.Stream(answer) ?? Faults.Utf8(answer))),
        new("text.echo", Level.Should, "Text of many scripts reaches the model undamaged",
            "A model cannot repeat what arrived as question marks. A model that does not obey warns too.",
            Check.That(
                (probe, cancellation) => EchoAsync(probe, stream: false, cancellation),
                (_, answer) => Faults.Status(answer, 200)
                    ?? (Echoed.All(dialect.Text(answer.Json).Contains) ? null : "the answer does not repeat the line"))),
    ];

    private static Task<Answer> EchoAsync(Probe probe, bool stream, CancellationToken cancellation) =>
        probe.OnceAsync(
            stream ? "echo stream" : "echo",
            () => probe.SendAsync(probe.Dialect.Request(probe.Dialect.Ask(EchoQuestion), stream), cancellation));

    private static byte[] Gzip(byte[] body)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) zip.Write(body);
        return packed.ToArray();
    }
}
