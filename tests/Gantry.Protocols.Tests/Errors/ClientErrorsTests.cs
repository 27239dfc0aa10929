using System.Buffers;
using System.Text;
using Gantry.Protocols.Errors;
using Gantry.Protocols.Hub;
using Xunit;

namespace Gantry.Protocols.Tests.Errors;

/// <summary>An upstream's failure in the words of another protocol's clients.</summary>
public sealed class ClientErrorsTests
{
    private const string Vllm =
        """{"object":"error","type":"BadRequestError","message":"Requested token count exceeds the model's maximum context length of 262144 tokens. You requested a total of 262462 tokens: 230462 tokens from the input messages and 32000 tokens for the completion."}""";

    private static readonly Protocol[] Clients = Enum.GetValues<Protocol>();

    [Fact]
    [Trait("Case", "275")]
    public void Context_overflow_is_told_to_each_client_in_the_words_it_acts_on() => Matches("context-overflow", Vllm, 400);

    [Fact]
    public void Prompt_too_long_by_itself_is_told_so() =>
        Matches("prompt-too-long", """{"error":{"code":400,"message":"The input token count (1250060) exceeds the maximum number of tokens allowed (1048575).","status":"INVALID_ARGUMENT"}}""", 400);

    [Fact]
    [Trait("Case", "279")]
    public void Overload_is_told_with_each_protocols_status_and_a_wait() =>
        Matches("overloaded", """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""", 529);

    [Fact]
    [Trait("Case", "281")]
    public void Rate_limit_keeps_its_sentence_and_names_whole_seconds() =>
        Matches("rate-limit", """{"error":{"message":"Rate limit reached. Please try again in 11.054s.","type":"tokens","code":"rate_limit_exceeded"}}""", 429);

    [Fact]
    [Trait("Case", "164")]
    public void The_same_failure_in_a_running_stream_has_each_protocols_form()
    {
        var error = UpstreamErrors.ReadEvent(Protocol.Messages, "error"u8, """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"""u8)!;
        var text = new StringBuilder();
        foreach (var client in Clients.Where(client => client != Protocol.Converse))
        {
            var output = new ArrayBufferWriter<byte>();
            ProtocolErrors.WriteInBand(client, ClientErrors.Tell(client, error, "0199"), new InBandPosition { Sse = true, SequenceNumber = 4, ResponseId = "resp_1", Model = "m" }, output);
            text.Append(client).Append('\n').Append(Encoding.UTF8.GetString(output.WrittenSpan)).Append("\n\n");
        }

        Golden.Matches("Errors/Golden/told-in-band.txt", Encoding.UTF8.GetBytes(text.ToString()));
    }

    [Fact]
    [Trait("Case", "165")]
    public void No_done_follows_an_error()
    {
        var output = new ArrayBufferWriter<byte>();
        ProtocolErrors.WriteInBand(Protocol.Chat, ClientErrors.Tell(Protocol.Chat, Read("""{"error":"m"}""", 500)), new InBandPosition { Sse = true }, output);
        Assert.DoesNotContain("[DONE]", Encoding.UTF8.GetString(output.WrittenSpan), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Case", "281")]
    public void Sentence_that_Codex_reads_is_not_said_twice_in_a_stream()
    {
        var output = new ArrayBufferWriter<byte>();
        var error = Read("""{"error":{"message":"Please try again in 11.054s.","code":"rate_limit_exceeded"}}""", 429);
        ProtocolErrors.WriteInBand(Protocol.Responses, ClientErrors.Tell(Protocol.Responses, error), default, output);
        Assert.Equal(2, Encoding.UTF8.GetString(output.WrittenSpan).Split("try again in").Length);
    }

    [Fact]
    [Trait("Case", "278")]
    public void Numeric_code_becomes_a_readable_error()
    {
        string text = Told(Protocol.Messages, """{"error":{"code":400,"message":"bad tools"}}""", 400);
        Assert.Contains("\"type\":\"invalid_request_error\",\"message\":\"bad tools\"", text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Case", "280")]
    public void Wait_of_Google_becomes_a_header()
    {
        var error = Read("""{"error":{"code":429,"message":"m","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34s"}]}}""", 429);
        foreach (var client in Clients) Assert.Contains(new("retry-after", "34"), ProtocolErrors.Headers(client, ClientErrors.Tell(client, error)));
        Assert.Contains("\"retryDelay\":\"34s\"", Told(Protocol.Gemini, """{"error":{"message":"Please try again in 33.2s."}}""", 429), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, """{"error":{"message":"Incorrect key of account acme"}}""", "upstream_credential_refused")]
    [InlineData(429, """{"error":{"message":"acme is broke","code":"insufficient_quota"}}""", "upstream_quota_exhausted")]
    [InlineData(403, """{"error":{"message":"Permission denied on projects/acme"}}""", "upstream_permission_denied")]
    public void What_concerns_the_gateways_account_is_not_told(int status, string body, string code)
    {
        foreach (var client in Clients)
        {
            var told = ClientErrors.Tell(client, Read(body, status));
            Assert.Equal((ErrorKind.Overloaded, code), (told.Kind, told.Code));
            Assert.DoesNotContain("acme", told.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Code_and_param_pass_between_the_two_protocols_of_OpenAi_only()
    {
        const string Body = """{"error":{"message":"m","param":"temperature","code":"unsupported_parameter"}}""";
        var responses = ClientErrors.Tell(Protocol.Responses, Read(Body, 400));
        Assert.Equal(("temperature", "unsupported_parameter"), (responses.Param, responses.Code));
        var messages = ClientErrors.Tell(Protocol.Messages, Read(Body, 400));
        Assert.Equal((null, null), (messages.Param, messages.Code));
    }

    [Theory]
    [InlineData("Input is too long for requested model.", "prompt is too long: Input is too long for requested model.")]
    [InlineData("Prompt is too long", "Prompt is too long")]
    public void Overflow_without_numbers_is_still_one_to_Claude_Code(string upstream, string told) =>
        Assert.Equal(told, ClientErrors.Tell(Protocol.Messages, Read($$$"""{"message":"{{{upstream}}}"}""", 400)).Message);

    [Theory]
    [InlineData("input length and `max_tokens` exceed context limit: 188240 + 21333 > 200000, decrease input length or `max_tokens` and try again", "188240 21333 200000")]
    [InlineData("prompt is too long: 3333404 tokens > 200000 maximum", "3333404  200000")]
    [InlineData("This model's maximum context length is 4097 tokens, however you requested 4200 tokens (3200 in your messages; 1000 in the completion).", "3200 1000 4097")]
    [InlineData("This model's maximum context length is 65536 tokens. However, you requested 70000 tokens (62000 in the messages, 8000 in the completion).", "62000 8000 65536")]
    [InlineData("This model's maximum context length is 128000 tokens. However, your messages resulted in 130000 tokens.", "130000  128000")]
    [InlineData("'max_tokens' or 'max_completion_tokens' is too large: 32000. This model's maximum context length is 262144 tokens and your request has 230462 input tokens (32000 > 262144 - 230462).", "230462 32000 262144")]
    [InlineData("This endpoint's maximum context length is 131072 tokens. However, you requested about 140000 tokens (138000 of text input, 2000 in the output).", "138000 2000 131072")]
    [InlineData("Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum context length", "40000  32768")]
    [InlineData("This model's maximum prompt length is 131072 but the request contains 537812 tokens.", "537812  131072")]
    [InlineData("request (15000 tokens) exceeds the available context size (4096 tokens), try increasing it", "15000  4096")]
    [InlineData("The input (9000 tokens) is longer than the model's context length (8192 tokens).", "9000  8192")]
    [InlineData("`inputs` tokens + `max_new_tokens` must be <= 4096. Given: 4000 `inputs` tokens and 512 `max_new_tokens`", "4000 512 4096")]
    [InlineData("The prompt is too long: 40000, model maximum context length: 32767", "40000  32767")]
    [InlineData("Invalid request: Your request exceeded model token limit: 262144 (requested: 300000)", "300000  262144")]
    [InlineData("prompt token count of 140000 exceeds the limit of 128000", "140000  128000")]
    [InlineData("Please reduce the length of the messages or completion. Current length is 9000 while limit is 8192", "9000  8192")]
    [InlineData("too many tokens: size limit exceeded by 25,836 tokens. The limit for this model is 288,000 tokens.", "313836  288000")]
    [InlineData("Your input exceeds the context window of this model.", "  ")]
    public void Overflow_and_its_numbers_are_found_in_the_sentences_of_all_vendors(string sentence, string numbers)
    {
        var error = UpstreamErrors.Read(Protocol.Chat, 400, null, Encoding.UTF8.GetBytes($$$"""{"error":{"message":"{{{sentence}}}"}}"""), _ => null);
        Assert.Equal(ErrorKind.ContextTooLong, error.Kind);
        Assert.Equal(numbers, $"{error.Overflow.Input} {error.Overflow.Output} {error.Overflow.Limit}");
    }

    [Fact]
    public void Numbers_in_members_of_their_own_are_believed() =>
        Assert.Equal(
            new ContextOverflow(15000, null, 4096),
            Read("""{"error":{"code":400,"message":"the request exceeds the available context size","type":"exceed_context_size_error","n_prompt_tokens":15000,"n_ctx":4096}}""", 400).Overflow);

    [Theory]
    [InlineData(150, 60, 200, "input length and `max_tokens` exceed context limit: 150 + 60 > 200, decrease input length or `max_tokens` and try again")]
    [InlineData(201, 60, 200, "prompt is too long: 201 tokens > 200 maximum")]
    [InlineData(100, 60, 200, null)]
    [InlineData(150, null, 200, null)]
    public void Sentence_of_Anthropic_depends_on_what_is_too_long(int input, int? output, int limit, string? sentence) =>
        Assert.Equal(sentence, new ContextOverflow(input, output, limit).AnthropicSentence());

    private static void Matches(string name, string body, int status)
    {
        var text = new StringBuilder();
        foreach (var client in Clients)
        {
            var error = ClientErrors.Tell(client, Read(body, status), "0199");
            text.Append(client).Append(' ').Append(ProtocolErrors.Status(client, error.Kind)).Append('\n');
            foreach (var (header, value) in ProtocolErrors.Headers(client, error)) text.Append(header).Append(": ").Append(value).Append('\n');
            text.Append(Told(client, body, status)).Append("\n\n");
        }

        Golden.Matches($"Errors/Golden/told-{name}.txt", Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static string Told(Protocol client, string body, int status)
    {
        var output = new ArrayBufferWriter<byte>();
        ProtocolErrors.Write(client, ClientErrors.Tell(client, Read(body, status), "0199"), output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static UpstreamError Read(string body, int status) => UpstreamErrors.Read(Protocol.Chat, status, null, Encoding.UTF8.GetBytes(body), _ => null);
}
