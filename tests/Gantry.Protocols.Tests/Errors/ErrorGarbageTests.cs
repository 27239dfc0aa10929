using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gantry.Protocols.Embeddings;
using Gantry.Protocols.Errors;
using Gantry.Protocols.Framing;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Limits;
using Xunit;

namespace Gantry.Protocols.Tests.Errors;

/// <summary>Whatever the bytes: no reader of what others send throws, and what an error says can be told to every client.</summary>
public sealed class ErrorGarbageTests
{
    private static readonly string[] Fragments =
    [
        "{", "}", "[", "]", ",", ":", "\"", "null", "\"error\":", "\"error\"", "\"message\":", "\"code\":", "429", "-1e999", "\"type\":\"error\"", "\"detail\":[{\"loc\":[1],\"msg\":\"x\"}]",
        "\"\\ud800\"", "\"\\ud800\":1,", "\"a\\u0000b\"", "{\"error\":{\"message\":\"{\\\"error\\\":\\\"x\\\"}\"}}", "\"details\":[{\"@type\":\"google.rpc.RetryInfo\",\"retryDelay\":\"", "s\"}]",
        "try again in ", "99999999999999999999", "1h", "2m", "3.5s", " + ", " > ", "maximum context length is ", "prompt is too long: ", "data: ", "\n\n", "event: error\n", "<html><title>", "\uFEFF",
        "\"response\":{", "\"choices\":[{", "\"metadata\":{\"raw\":\"{", "\"innererror\":{\"code\":1", "\"input\":[", "\"requests\":[{", "\"content\":{\"parts\":[{\"text\":\"a\"}]}", "\"embedding\":\"AAAA\"",
        "\"data\":[{\"embedding\":[1,2]}]", "sk-", "Bearer ", "?key=", "2026-11-21T00:00:00Z", "input_tokens",
    ];

    private static readonly Gen<byte[]> Garbage =
        from parts in Gen.OneOf(Gen.Elements(Fragments).Select(Encoding.UTF8.GetBytes), Gen.Choose(0, 255).Select(b => new[] { (byte)b })).ListOf()
        select parts.SelectMany(p => p).ToArray();

    // Whole JSON with anything in it reaches deeper than broken JSON does.
    private static readonly Gen<byte[]> Json =
        from value in Gen.Sized(size => Value(Math.Min(size, 12)))
        select Encoding.UTF8.GetBytes(value);

    private static readonly Gen<byte[]> Any = Gen.OneOf(Garbage, Json, Garbage.Select(bytes => (byte[])[0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, .. bytes]));

    [Fact]
    public void No_reader_of_errors_throws_and_every_client_can_be_told() =>
        Prop.ForAll(Any.ToArbitrary(), Gen.Choose(0, 620).ToArbitrary(), (bytes, status) =>
        {
            string text = Encoding.UTF8.GetString(bytes);
            foreach (var spoken in Enum.GetValues<Protocol>())
            {
                var error = UpstreamErrors.Read(spoken, status, null, bytes, _ => text);
                _ = UpstreamErrors.ReadAnswer(spoken, bytes, _ => text);
                _ = UpstreamErrors.ReadEvent(spoken, default, bytes);
                _ = UpstreamErrors.ReadEvent(spoken, "error"u8, bytes);
                _ = UpstreamErrors.ReadFrame(spoken, new AwsFrame(bytes, bytes));
                _ = StopReasons.Read(spoken, text);
                _ = TokenCountAnswer.Read(spoken, bytes);
                if (error.Message.Length == 0 || error.RetryAfterSeconds < 1) return false;
                foreach (var client in Enum.GetValues<Protocol>())
                {
                    var output = new System.Buffers.ArrayBufferWriter<byte>();
                    ProtocolErrors.Write(client, ClientErrors.Tell(client, error), output);
                    System.Text.Json.JsonDocument.Parse(output.WrittenMemory).Dispose();
                }
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void No_reader_of_limits_throws() =>
        Prop.ForAll(Any.ToArbitrary(), bytes =>
        {
            string text = Encoding.UTF8.GetString(bytes);
            var now = DateTimeOffset.UnixEpoch;
            var limits = RateLimitHeaders.Read(_ => text, now);
            foreach (var client in Enum.GetValues<Protocol>()) _ = RateLimitHeaders.Write(client, limits, now).Count();
            return Durations.Read(text) is not { Ticks: < 0 } && RetryAfter.InText(text) is null or >= 1;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void No_reader_of_embeddings_throws() =>
        Prop.ForAll(Any.ToArbitrary(), bytes =>
        {
            bool openAi = OpenAiEmbeddings.TryReadRequest(bytes, new LossLog(), out var request, out var error);
            bool gemini = GeminiEmbeddings.TryReadRequest(bytes, new LossLog(), out var other, out var refused);
            foreach (int expected in (ReadOnlySpan<int>)[0, 1, 2])
            {
                _ = OpenAiEmbeddings.ReadAnswer(bytes, expected);
                _ = GeminiEmbeddings.ReadAnswer(bytes, expected);
            }

            return openAi == (request is not null) && openAi == (error is null) && gemini == (other is not null) && gemini == (refused is null);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void Redaction_is_done_once_and_for_all() =>
        Prop.ForAll(Any.ToArbitrary(), bytes =>
        {
            string once = KeyRedaction.Apply(Encoding.UTF8.GetString(bytes));
            return KeyRedaction.Apply(once) == once;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    private static readonly string[] Names =
    [
        "error", "message", "type", "code", "status", "detail", "details", "metadata", "raw", "choices", "response", "errors", "param", "input", "model", "dimensions", "encoding_format",
        "data", "embedding", "index", "requests", "content", "parts", "text", "values", "embeddings", "innererror", "loc", "msg", "@type", "retryDelay", "fieldViolations", "\\ud800", "\\u0061",
    ];

    private static readonly string[] Scalars =
        ["null", "true", "0", "1", "-5", "1e999", "429", "\"\"", "\"x\"", "\"error\"", "\"base64\"", "\"\\ud800\"", "\"{\\\"error\\\":{\\\"message\\\":\\\"m\\\"}}\"", "\"AACAPw==\"", "\"failed\"", "\"12s\""];

    private static Gen<string> Value(int size) => size <= 1
        ? Gen.Elements(Scalars)
        : Gen.OneOf(
            Gen.Elements(Scalars),
            from items in Value(size / 3).ListOf(3) select $"[{string.Join(',', items)}]",
            from names in Gen.Elements(Names).ListOf(4)
            from values in Value(size / 2).ListOf(4)
            select $"{{{string.Join(',', names.Zip(values, (name, value) => $"\"{name}\":{value}"))}}}");
}
