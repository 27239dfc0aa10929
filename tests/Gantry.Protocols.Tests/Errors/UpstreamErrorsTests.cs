using System.IO.Compression;
using System.Text;
using Gantry.Protocols.Errors;
using Gantry.Protocols.Framing;
using Gantry.Protocols.Hub;
using Xunit;

namespace Gantry.Protocols.Tests.Errors;

public sealed class UpstreamErrorsTests
{
    [Theory]
    [InlineData("""{"error":{"message":"m","type":"t","param":"p","code":"c"}}""", "m|t|c|p")]
    [InlineData("""[{"error":{"code":400,"message":"m","status":"INVALID_ARGUMENT"}}]""", "m|INVALID_ARGUMENT|400|")]
    [InlineData("""{"error":"m n"}""", "m n|||")]
    [InlineData("""{"code":"c","error":"m n"}""", "m n||c|")]
    [InlineData("""{"error":"invalid_client","error_description":"m"}""", "m|invalid_client|invalid_client|")]
    [InlineData("""{"error":"Bad Request","message":"m"}""", "m|Bad Request||")]
    [InlineData("""{"detail":"m"}""", "m|||")]
    [InlineData("""{"detail":[{"loc":["body","messages",0,"role"],"msg":"m","type":"missing"},{"loc":["body"],"msg":"n","type":"x"}]}""", "body.messages.0.role: m; body: n|missing||body.messages.0.role")]
    [InlineData("""{"detail":{"message":"m","code":"c"}}""", "m||c|")]
    [InlineData("""{"Message":"m"}""", "m|||")]
    [InlineData("""{"__type":"com.amazon#ThrottlingException","message":"m"}""", "m|com.amazon#ThrottlingException||")]
    [InlineData("""{"object":"error","message":"m","type":"t","param":null,"code":"3230"}""", "m|t|3230|")]
    [InlineData("""{"id":"1","message":"m","error_type":"t"}""", "m|t||")]
    [InlineData("""{"success":false,"errors":[{"code":7003,"message":"m"}]}""", "m||7003|")]
    [InlineData("""{"type":"error","error":{"type":"t","message":"m"},"request_id":"r"}""", "m|t||")]
    [InlineData("""{"error":{"message":"{\"error\":{\"message\":\"m\",\"code\":\"inner\"}}","code":500}}""", "m||inner|")]
    [InlineData("""{"error":{"message":"Provider returned error","code":400,"metadata":{"provider_name":"P","raw":"{\"error\":{\"message\":\"m\"}}"}}}""", "m||400|")]
    [InlineData("""{"error":{"message":"Provider returned error","code":400,"metadata":{"raw":"m"}}}""", "m||400|")]
    [InlineData("""{"error":{"code":400,"message":"m","details":[{"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[{"field":"f"}]}]}}""", "m||400|f")]
    [InlineData("\"m\"", "m|||")]
    [InlineData("event: error\ndata: {\"error\":{\"message\":\"m\"}}\n\n", "m|||")]
    [InlineData("data: {\"error\":{\"message\":\"m\"}}", "m|||")]
    [InlineData("<html><head><title>502 Bad\n Gateway &amp; more</title></head><body>x</body></html>", "502 Bad Gateway & more|||")]
    [InlineData("<html><body><script>var a;</script><h1>Blocked</h1></body></html>", "Blocked|||")]
    [InlineData("upstream connect error", "upstream connect error|||")]
    [InlineData("{not json", "{not json|||")]
    [InlineData("", "The upstream answered 400 without a message.|||")]
    [InlineData("null", "The upstream answered 400 without a message.|||")]
    [InlineData("{}", "The upstream answered 400 without a message.|||")]
    [InlineData("\ufeff {\"error\":{\"message\":\"m\"}}", "m|||")]
    [Trait("Case", "22")]
    [Trait("Case", "153")]
    public void Every_envelope_is_opened(string body, string expected)
    {
        var error = Read(400, body);
        Assert.Equal(expected, $"{error.Message}|{error.Type}|{error.Code}|{error.Param}");
    }

    [Fact]
    public void Compressed_body_without_the_header_is_unpacked()
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write("""{"error":{"message":"m"}}"""u8);
        Assert.Equal("m", UpstreamErrors.Read(Protocol.Chat, 400, null, packed.ToArray(), _ => null).Message);
    }

    [Theory]
    [InlineData("application/octet-stream")]
    [InlineData("text/plain")]
    [InlineData("text/html")]
    [InlineData(null)]
    public void Content_type_that_lies_is_not_believed(string? type) =>
        Assert.Equal("m", UpstreamErrors.Read(Protocol.Chat, 400, type, """{"error":{"message":"m"}}"""u8, _ => null).Message);

    [Theory]
    [InlineData("""{"object":"error","message":{"detail":[{"type":"extra_forbidden","loc":["body","store"],"msg":"Extra inputs are not permitted","input":false}]},"type":"invalid_request_error"}""")]
    [InlineData("""{"detail":[{"type":"extra_forbidden","loc":["body","store"],"msg":"Extra inputs are not permitted","input":false}]}""")]
    public void Sentence_of_mistrals_framework_is_found_at_either_place(string body) =>
        Assert.Contains("Extra inputs are not permitted", Read(422, body).Message, StringComparison.Ordinal);

    [Theory]
    [Trait("Case", "278")]
    [InlineData("400", ErrorKind.InvalidRequest)]
    [InlineData("429", ErrorKind.RateLimited)]
    [InlineData("\"503\"", ErrorKind.Overloaded)]
    public void Numeric_code_is_a_status_where_the_answer_has_none(string code, ErrorKind kind) =>
        Assert.Equal(kind, Read(200, $$$"""{"error":{"code":{{{code}}},"message":"m"}}""").Kind);

    [Theory]
    [InlineData(400, "", ErrorKind.InvalidRequest)]
    [InlineData(401, "", ErrorKind.InvalidKey)]
    [InlineData(402, "", ErrorKind.Billing)]
    [InlineData(403, "", ErrorKind.Forbidden)]
    [InlineData(404, "", ErrorKind.NotFound)]
    [InlineData(405, "", ErrorKind.MethodNotAllowed)]
    [InlineData(408, "", ErrorKind.Timeout)]
    [InlineData(409, "", ErrorKind.Conflict)]
    [InlineData(413, "<html>413</html>", ErrorKind.TooLarge)]
    [InlineData(415, "", ErrorKind.UnsupportedMediaType)]
    [InlineData(422, "", ErrorKind.InvalidRequest)]
    [InlineData(429, "", ErrorKind.RateLimited)]
    [InlineData(500, "", ErrorKind.BadUpstream)]
    [InlineData(501, "", ErrorKind.NotImplemented)]
    [InlineData(502, "", ErrorKind.BadUpstream)]
    [InlineData(503, "", ErrorKind.Overloaded)]
    [InlineData(504, "", ErrorKind.Timeout)]
    [InlineData(522, "", ErrorKind.Timeout)]
    [InlineData(525, "", ErrorKind.BadUpstream)]
    [InlineData(529, "", ErrorKind.Overloaded)]
    [InlineData(400, """{"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low to access the Anthropic API."}}""", ErrorKind.Billing)]
    [InlineData(429, """{"error":{"message":"You exceeded your current quota, please check your plan and billing details.","type":"insufficient_quota","code":"insufficient_quota"}}""", ErrorKind.Billing)]
    [InlineData(429, """{"error":{"code":429,"message":"You exceeded your current quota, please check your plan","status":"RESOURCE_EXHAUSTED"}}""", ErrorKind.RateLimited)]
    [InlineData(429, """{"error":{"message":"Rate limit reached for gpt-5","type":"tokens","code":"rate_limit_exceeded"}}""", ErrorKind.RateLimited)]
    [InlineData(429, """{"error":{"message":"m","type":"engine_overloaded_error"}}""", ErrorKind.Overloaded)]
    [InlineData(500, """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""", ErrorKind.Overloaded)]
    [InlineData(400, """{"error":{"code":"content_filter","message":"The response was filtered due to the prompt triggering Azure OpenAI's content management policy.","innererror":{"code":"ResponsibleAIPolicyViolation"}}}""", ErrorKind.ContentPolicy)]
    [InlineData(400, """{"type":"error","error":{"type":"invalid_request_error","message":"Output blocked by content filtering policy"}}""", ErrorKind.ContentPolicy)]
    [InlineData(403, """{"error":{"message":"Your chosen model requires moderation and your input was flagged","code":403,"metadata":{"reasons":["violence"]}}}""", ErrorKind.ContentPolicy)]
    [InlineData(400, """{"error":{"message":"Invalid prompt: your prompt was flagged as potentially violating our usage policy.","code":"invalid_prompt"}}""", ErrorKind.ContentPolicy)]
    [InlineData(400, """{"error":{"message":"Model Not Exist","type":"invalid_request_error","code":"invalid_request_error"}}""", ErrorKind.ModelNotFound)]
    [InlineData(400, """{"error":{"message":"foo/bar is not a valid model ID","code":400}}""", ErrorKind.ModelNotFound)]
    [InlineData(404, """{"error":{"message":"model \"llama9\" not found, try pulling it first"}}""", ErrorKind.ModelNotFound)]
    [InlineData(404, """{"error":{"message":"Invalid URL (POST /v1/chat/completion)","type":"invalid_request_error"}}""", ErrorKind.NotFound)]
    [InlineData(400, """{"error":{"message":"Web search options not supported with this model.","type":"invalid_request_error"}}""", ErrorKind.InvalidRequest)]
    [InlineData(403, """{"error":{"code":403,"message":"Your API key was reported as leaked. Please use another API key.","status":"PERMISSION_DENIED"}}""", ErrorKind.InvalidKey)]
    public void Kind_follows_the_words_then_the_status(int status, string body, ErrorKind kind) => Assert.Equal(kind, Read(status, body).Kind);

    [Theory]
    [Trait("Case", "283")]
    [InlineData(403, """{"error":"bad-credentials"}""")]
    [InlineData(400, """{"code":"invalid-argument","error":"Incorrect API key provided. You can obtain an API key from https://console.x.ai."}""")]
    [InlineData(400, """{"error":{"code":400,"message":"API key not valid.","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID"}]}}""")]
    public void Refused_credential_is_one_under_any_status(int status, string body) => Assert.Equal(ErrorKind.InvalidKey, Read(status, body).Kind);

    [Theory]
    [InlineData("ThrottlingException:http://internal.amazon.com/", 400, ErrorKind.RateLimited)]
    [InlineData("com.amazon.coral#ExpiredTokenException", 403, ErrorKind.InvalidKey)]
    [InlineData("AccessDeniedException", 403, ErrorKind.Forbidden)]
    [InlineData("ValidationException", 400, ErrorKind.InvalidRequest)]
    [InlineData("ModelNotReadyException", 429, ErrorKind.Overloaded)]
    [InlineData("ServiceQuotaExceededException", 400, ErrorKind.Billing)]
    public void Amazon_says_the_kind_in_a_header(string type, int status, ErrorKind kind)
    {
        var error = UpstreamErrors.Read(Protocol.Converse, status, null, """{"Message":"m"}"""u8, name => name == "x-amzn-errortype" ? type : null);
        Assert.Equal((kind, "m"), (error.Kind, error.Message));
        Assert.DoesNotContain(':', error.Type!);
        Assert.DoesNotContain('#', error.Type!);
    }

    [Theory]
    [Trait("Case", "284")]
    [InlineData("failed: https://x/v1?key=AIzaSyA1234567890abcdef&alt=sse", "failed: https://x/v1?key=***&alt=sse")]
    [InlineData("Incorrect API key provided: sk-proj-abcd1234EFGH. See", "Incorrect API key provided: ***. See")]
    [InlineData("Incorrect API key provided: test-con****-key. You", "Incorrect API key provided: ***. You")]
    [InlineData("header Authorization: Bearer abc.def-123 refused", "header Authorization: Bearer *** refused")]
    [InlineData("x-api-key: 0123456789abcdef", "x-api-key: ***")]
    [InlineData("{\"authorization\":\"Bearer abcdef123456\"}", "{\"authorization\":\"Bearer ***\"}")]
    [InlineData("token eyJhbGciOi.eyJzdWIiOi.abc_def", "token ***")]
    [InlineData("Consumer 'api_key:AIzaSyA1234567890abcdef' has been suspended", "Consumer 'api_key:***' has been suspended")]
    [InlineData("API key not valid. Please pass a valid API key.", "API key not valid. Please pass a valid API key.")]
    [InlineData("The risk-benefit of task-oriented work", "The risk-benefit of task-oriented work")]
    public void Keys_are_taken_out_of_messages(string text, string expected) => Assert.Equal(expected, KeyRedaction.Apply(text));

    [Fact]
    public void Read_message_is_clean() =>
        Assert.DoesNotContain("AIzaSy", Read(400, """{"error":{"message":"GET /v1?key=AIzaSyA1234567890abcdef failed","code":"AIzaSyA1234567890abcdef"}}""").ToString(), StringComparison.Ordinal);

    [Theory]
    [Trait("Case", "280")]
    [InlineData("""{"error":{"code":429,"message":"m","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34s"}]}}""", null, null, 34)]
    [InlineData("""{"error":{"message":"Please try again in 11.054s. Visit","code":"rate_limit_exceeded"}}""", null, null, 12)]
    [InlineData("""{"error":{"message":"Please try again in 6m0s."}}""", null, null, 360)]
    [InlineData("""{"error":{"message":"Please try again in 120ms."}}""", null, null, 1)]
    [InlineData("""{"error":{"message":"Please retry in 48.9s."}}""", null, null, 49)]
    [InlineData("""{"error":{"message":"m"}}""", "retry-after", "7", 7)]
    [InlineData("""{"error":{"message":"m"}}""", "retry-after-ms", "1500", 2)]
    [InlineData("""{"error":{"message":"m"}}""", "x-ratelimit-remaining-tokens", "0", 8)]
    [InlineData("""{"error":{"message":"m"}}""", "retry-after", "rubbish", null)]
    [InlineData("""{"error":{"message":"m"}}""", "retry-after", "-3", null)]
    [InlineData("""{"error":{"message":"m"}}""", null, null, null)]
    public void Wait_is_found_wherever_it_is_said(string body, string? name, string? value, int? seconds) =>
        Assert.Equal(seconds, UpstreamErrors.Read(Protocol.Chat, 429, null, Encoding.UTF8.GetBytes(body), header =>
            header == name ? value : header == "x-ratelimit-reset-tokens" ? "7.66s" : null).RetryAfterSeconds);

    [Theory]
    [InlineData("Wed, 21 Oct 2026 07:28:30 GMT", 30)]
    [InlineData("Wed, 21 Oct 2026 07:27:00 GMT", 1)]
    public void Date_to_retry_at_counts_from_the_date_of_the_answer(string at, int seconds) =>
        Assert.Equal(seconds, UpstreamErrors.Read(Protocol.Chat, 503, null, default, name => name switch
        {
            "date" => "Wed, 21 Oct 2026 07:28:00 GMT",
            "retry-after" => at,
            _ => null,
        }).RetryAfterSeconds);

    [Theory]
    [Trait("Case", "169")]
    [InlineData(Protocol.Chat, "", """{"error":{"message":"m","type":"server_error","code":null}}""", ErrorKind.BadUpstream)]
    [InlineData(Protocol.Chat, "", """{"id":"1","choices":[{"index":0,"delta":{},"finish_reason":"error","error":{"code":429,"message":"m"}}]}""", ErrorKind.RateLimited)]
    [InlineData(Protocol.Chat, "", """{"error":{"message":"m","code":502},"choices":[{"delta":{"content":""}}]}""", ErrorKind.BadUpstream)]
    [InlineData(Protocol.Chat, "", """{"error":"m"}""", ErrorKind.BadUpstream)]
    [InlineData(Protocol.Chat, "", """{"object":"error","message":"m","code":400}""", ErrorKind.InvalidRequest)]
    [InlineData(Protocol.Responses, "error", """{"type":"error","code":"rate_limit_exceeded","message":"m","param":null,"sequence_number":3}""", ErrorKind.RateLimited)]
    [InlineData(Protocol.Responses, "response.failed", """{"type":"response.failed","response":{"id":"r","status":"failed","error":{"code":"context_length_exceeded","message":"m"}}}""", ErrorKind.ContextTooLong)]
    [InlineData(Protocol.Messages, "error", """{"type":"error","error":{"details":null,"type":"overloaded_error","message":"m"}}""", ErrorKind.Overloaded)]
    [InlineData(Protocol.Messages, "", """{"type":"error","error":{"type":"rate_limit_error","message":"m"}}""", ErrorKind.RateLimited)]
    [InlineData(Protocol.Gemini, "", """{"error":{"code":503,"message":"m","status":"UNAVAILABLE"}}""", ErrorKind.Overloaded)]
    [InlineData(Protocol.Gemini, "", """[{"error":{"code":504,"message":"m","status":"DEADLINE_EXCEEDED"}}]""", ErrorKind.Timeout)]
    public void Failure_inside_a_stream_is_seen(Protocol protocol, string name, string data, ErrorKind kind)
    {
        var error = UpstreamErrors.ReadEvent(protocol, Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(data));
        Assert.Equal((kind, "m", protocol), (error?.Kind, error?.Message, error!.Spoken));
    }

    [Fact]
    public void Event_named_error_is_one_even_if_it_is_no_json() =>
        Assert.Equal("it broke", UpstreamErrors.ReadEvent(Protocol.Chat, "error"u8, "it broke"u8)?.Message);

    [Theory]
    [InlineData(Protocol.Chat, """{"choices":[{"delta":{"content":"\"error\": {}"}}]}""")]
    [InlineData(Protocol.Chat, """{"choices":[{"delta":{"content":"x"}}],"error":null}""")]
    [InlineData(Protocol.Chat, """{"choices":[],"error":{}}""")]
    [InlineData(Protocol.Responses, """{"type":"response.created","response":{"error":null,"status":"in_progress"}}""")]
    [InlineData(Protocol.Responses, """{"type":"response.output_item.done","item":{"type":"mcp_call","error":"tool failed"}}""")]
    [InlineData(Protocol.Messages, """{"type":"content_block_delta","delta":{"type":"input_json_delta","partial_json":"{\"error\":1}"}}""")]
    [InlineData(Protocol.Gemini, """{"candidates":[{"content":{"parts":[{"functionCall":{"name":"f","args":{"error":{"code":500}}}}]}}]}""")]
    [InlineData(Protocol.Chat, "[DONE]")]
    public void Word_error_inside_content_is_none(Protocol protocol, string data) =>
        Assert.Null(UpstreamErrors.ReadEvent(protocol, default, Encoding.UTF8.GetBytes(data)));

    [Theory]
    [InlineData("throttlingException", """{"message":"m"}""", ErrorKind.RateLimited)]
    [InlineData("modelStreamErrorException", """{"message":"x","originalStatusCode":503,"originalMessage":"m"}""", ErrorKind.Overloaded)]
    [InlineData("validationException", """{"message":"m"}""", ErrorKind.InvalidRequest)]
    [InlineData("serviceUnavailableException", "", ErrorKind.Overloaded)]
    public void Exception_frame_is_a_failure(string type, string payload, ErrorKind kind) =>
        Assert.Equal(kind, Frame(":message-type", "exception", ":exception-type", type, payload)?.Kind);

    [Fact]
    public void Error_frame_tells_in_its_headers() =>
        Assert.Equal((ErrorKind.RateLimited, "m"), Frame(":error-code", "ThrottlingException", ":error-message", "m", "", (":message-type", "error")) is { } e ? (e.Kind, e.Message) : default);

    [Fact]
    public void Event_frame_is_no_failure() => Assert.Null(Frame(":message-type", "event", ":event-type", "contentBlockDelta", """{"error":1}"""));

    [Theory]
    [Trait("Case", "170")]
    [InlineData("""{"error":{"code":429,"message":"m"}}""", ErrorKind.RateLimited)]
    [InlineData("""{"error":{"code":429,"message":"m"},"choices":[]}""", ErrorKind.RateLimited)]
    [InlineData("""{"object":"response","status":"failed","error":{"code":"server_error","message":"m"},"output":[{"type":"message"}]}""", ErrorKind.BadUpstream)]
    [InlineData("""[{"error":{"code":503,"message":"m"}}]""", ErrorKind.Overloaded)]
    [InlineData("", ErrorKind.BadUpstream)]
    [InlineData(" null ", ErrorKind.BadUpstream)]
    [InlineData("<html></html>", ErrorKind.BadUpstream)]
    [InlineData("{\"choices\":[", ErrorKind.BadUpstream)]
    public void Failure_with_status_200_is_one(string body, ErrorKind kind) =>
        Assert.Equal(kind, UpstreamErrors.ReadAnswer(Protocol.Chat, Encoding.UTF8.GetBytes(body), _ => null)?.Kind);

    [Theory]
    [InlineData("""{"choices":[{"message":{"content":"x"}}],"error":null}""")]
    [InlineData("""{"choices":[{"message":{"content":"x"}}],"error":{"message":"a warning"}}""")]
    [InlineData("""{"object":"response","status":"completed","error":null,"output":[]}""")]
    [InlineData("""{"candidates":[]}""")]
    public void Answer_is_no_failure(string body) => Assert.Null(UpstreamErrors.ReadAnswer(Protocol.Chat, Encoding.UTF8.GetBytes(body), _ => null));

    [Fact]
    public void Endless_message_is_read_in_no_time_and_cut()
    {
        foreach (string piece in (ReadOnlySpan<string>)["9", "model ", "try again in 1", "exceeds the the ", "<script", "prompt too long 1,"])
        {
            var watch = System.Diagnostics.Stopwatch.StartNew();
            var error = Read(400, $$$"""{"error":{"message":"{{{string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length))}}}"}}""");
            Assert.InRange(error.Message.Length, 1, 4_000);
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), piece);
        }
    }

    private static UpstreamError Read(int status, string body) => UpstreamErrors.Read(Protocol.Chat, status, null, Encoding.UTF8.GetBytes(body), _ => null);

    private static UpstreamError? Frame(string name, string value, string name2, string value2, string payload, params (string, string)[] more)
    {
        var headers = new List<byte>();
        foreach (var (header, text) in (ReadOnlySpan<(string, string)>)[(name, value), (name2, value2), .. more])
        {
            headers.AddRange([(byte)header.Length, .. Encoding.ASCII.GetBytes(header), 7, 0, (byte)text.Length, .. Encoding.ASCII.GetBytes(text)]);
        }

        return UpstreamErrors.ReadFrame(Protocol.Converse, new AwsFrame(headers.ToArray(), Encoding.UTF8.GetBytes(payload)));
    }
}
