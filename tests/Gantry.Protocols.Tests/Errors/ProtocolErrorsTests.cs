using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Gantry.Protocols.Errors;
using Gantry.Protocols.Hub;
using Xunit;

namespace Gantry.Protocols.Tests.Errors;

public sealed partial class ProtocolErrorsTests
{
    private static readonly Protocol[] Protocols = Enum.GetValues<Protocol>();

    private static GatewayError Error(ErrorKind kind) =>
        new(kind, ErrorOrigin.Gateway, "What is wrong. What to do.") { RequestId = "0199" };

    public static TheoryData<Protocol> EveryProtocol() => [.. Protocols];

    /// <summary>Status in Chat and Responses, Messages, Gemini.</summary>
    [Theory]
    [InlineData(ErrorKind.InvalidRequest, 400, 400, 400)]
    [InlineData(ErrorKind.InvalidKey, 401, 401, 401)]
    [InlineData(ErrorKind.Billing, 402, 402, 403)]
    [InlineData(ErrorKind.Forbidden, 403, 403, 403)]
    [InlineData(ErrorKind.ModelNotFound, 404, 404, 404)]
    [InlineData(ErrorKind.NotFound, 404, 404, 404)]
    [InlineData(ErrorKind.MethodNotAllowed, 405, 405, 405)]
    [InlineData(ErrorKind.TooLarge, 413, 413, 413)]
    [InlineData(ErrorKind.UnsupportedMediaType, 415, 415, 415)]
    [InlineData(ErrorKind.UpgradeRequired, 426, 426, 426)]
    [InlineData(ErrorKind.RateLimited, 429, 429, 429)]
    [InlineData(ErrorKind.Internal, 500, 500, 500)]
    [InlineData(ErrorKind.NotImplemented, 501, 501, 501)]
    [InlineData(ErrorKind.BadUpstream, 502, 502, 503)]
    [InlineData(ErrorKind.Overloaded, 503, 529, 503)]
    [InlineData(ErrorKind.Timeout, 504, 504, 504)]
    public void Status_is_what_clients_of_the_protocol_expect(ErrorKind kind, int openAi, int messages, int gemini)
    {
        Assert.Equal(openAi, ProtocolErrors.Status(Protocol.Chat, kind));
        Assert.Equal(openAi, ProtocolErrors.Status(Protocol.Responses, kind));
        Assert.Equal(messages, ProtocolErrors.Status(Protocol.Messages, kind));
        Assert.Equal(gemini, ProtocolErrors.Status(Protocol.Gemini, kind));
    }

    [Theory]
    [MemberData(nameof(EveryProtocol))]
    public void Body_of_every_kind_is_the_accepted_one(Protocol protocol)
    {
        var text = new StringBuilder();
        foreach (var kind in Enum.GetValues<ErrorKind>())
        {
            var error = Error(kind) with { Param = kind == ErrorKind.InvalidRequest ? "messages[2].content" : null };
            text.Append(ProtocolErrors.Status(protocol, kind)).Append(' ').Append(kind).Append('\n');
            foreach (var (name, value) in ProtocolErrors.Headers(protocol, error))
            {
                text.Append(name).Append(": ").Append(value).Append('\n');
            }

            text.Append(Encoding.UTF8.GetString(Body(protocol, error))).Append("\n\n");
        }

        Golden.Matches($"Errors/Golden/{protocol}.txt", Encoding.UTF8.GetBytes(text.ToString()));
    }

    [Theory]
    [MemberData(nameof(EveryProtocol))]
    public void Any_text_survives_as_json(Protocol protocol)
    {
        const string Text = "quote \" backslash \\ line\r\nfeed tab\t nul\0 ü 漢 \U0001F600 </script> \u2028";
        var error = Error(ErrorKind.InvalidRequest) with { Message = Text, Param = Text, Code = "c" };

        using var body = JsonDocument.Parse(Body(protocol, error));

        var holder = protocol == Protocol.Converse ? body.RootElement : body.RootElement.GetProperty("error");
        Assert.Equal(Text, holder.GetProperty("message").GetString());
        Assert.DoesNotContain((byte)'\n', Body(protocol, error));
    }

    [Theory]
    [MemberData(nameof(EveryProtocol))]
    public void Lone_surrogate_does_not_break_the_body(Protocol protocol) =>
        JsonDocument.Parse(Body(protocol, Error(ErrorKind.Internal) with { Message = "a\ud800b" })).Dispose();

    [Fact]
    public void Every_body_carries_request_id_and_origin()
    {
        foreach (var protocol in Protocols)
        {
            foreach (var kind in Enum.GetValues<ErrorKind>())
            {
                var body = Encoding.UTF8.GetString(Body(protocol, Error(kind)));
                Assert.Contains("\"request_id\":\"0199\"", body, StringComparison.Ordinal);
                Assert.Contains("\"origin\":\"gateway\"", body, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Refusals_name_no_product_table_hash_or_key()
    {
        foreach (var protocol in Protocols)
        {
            foreach (var kind in new[] { ErrorKind.InvalidKey, ErrorKind.Forbidden })
            {
                Assert.DoesNotMatch(Telling(), Encoding.UTF8.GetString(Body(protocol, Error(kind))));
            }
        }
    }

    [Fact]
    public void Own_code_and_wait_replace_the_defaults()
    {
        var error = Error(ErrorKind.RateLimited) with { Code = "tokens_per_minute", RetryAfterSeconds = 34 };

        Assert.Contains("\"code\":\"tokens_per_minute\"", Encoding.UTF8.GetString(Body(Protocol.Chat, error)), StringComparison.Ordinal);
        var gemini = Encoding.UTF8.GetString(Body(Protocol.Gemini, error));
        Assert.Contains("\"reason\":\"TOKENS_PER_MINUTE\"", gemini, StringComparison.Ordinal);
        Assert.Contains("\"retryDelay\":\"34s\"", gemini, StringComparison.Ordinal);
        Assert.Contains(KeyValuePair.Create("retry-after", "34"), ProtocolErrors.Headers(Protocol.Messages, error));
        Assert.Equal("tokens_per_minute", ProtocolErrors.Code(error));
    }

    [Theory]
    [InlineData(Protocol.Messages, ErrorKind.InvalidKey, true)]
    [InlineData(Protocol.Chat, ErrorKind.InvalidKey, false)]
    [InlineData(Protocol.Gemini, ErrorKind.InvalidKey, false)]
    [InlineData(Protocol.Chat, ErrorKind.Billing, true)]
    [InlineData(Protocol.Responses, ErrorKind.Billing, true)]
    [InlineData(Protocol.Messages, ErrorKind.Billing, true)]
    [InlineData(Protocol.Messages, ErrorKind.NotImplemented, true)]
    [InlineData(Protocol.Chat, ErrorKind.Overloaded, false)]
    [InlineData(Protocol.Messages, ErrorKind.RateLimited, false)]
    public void Only_what_cannot_get_better_forbids_a_retry(Protocol protocol, ErrorKind kind, bool final) =>
        Assert.Equal(final, ProtocolErrors.Headers(protocol, Error(kind)).Contains(KeyValuePair.Create("x-should-retry", "false")));

    [Theory]
    [InlineData(Protocol.Chat)]
    [InlineData(Protocol.Responses)]
    [InlineData(Protocol.Messages)]
    [InlineData(Protocol.Gemini)]
    public void Limit_that_can_never_be_met_names_no_time_and_forbids_a_retry(Protocol protocol)
    {
        var headers = ProtocolErrors.Headers(protocol, Error(ErrorKind.RateLimited) with { IsFinal = true }).ToList();
        Assert.Contains(KeyValuePair.Create("x-should-retry", "false"), headers);
        Assert.DoesNotContain(headers, header => header.Key == "retry-after");
    }

    private static byte[] Body(Protocol protocol, GatewayError error)
    {
        var output = new ArrayBufferWriter<byte>();
        ProtocolErrors.Write(protocol, error, output);
        return output.WrittenSpan.ToArray();
    }

    [GeneratedRegex("(?i)gantry|sqlite|postgres|npgsql|dapper|kestrel|asp\\.?net|api_keys|hmac|sha-?256|pepper|sk-|hash")]
    private static partial Regex Telling();
}
