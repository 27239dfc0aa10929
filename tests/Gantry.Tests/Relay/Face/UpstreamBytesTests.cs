using System.Net.Http.Headers;
using System.Text;
using Gantry.Relay;
using Gantry.Simulator.Scripts;
using Xunit;

namespace Gantry.Tests.Relay.Face;

public sealed class UpstreamBytesTests
{
    // What parsers and writers like to touch: spaces, escapes, number forms, duplicates below the top, unknown fields.
    private const string Odd = """
        , "unknown_field" :{"a": 1.50, "a":1e2 , "b":"\u00e9 \/ 漢 🙂","model":"m"},"extra_body":null,
        	"logit_bias":{ } ,"tools":[{"type":"some_future_tool","depth":2}],"metadata":{"x":"y"}
        """;

    [Theory]
    [InlineData("m")]
    [InlineData("other/upstream-name:v1")]
    [Trait("Case", "106")]
    public async Task Body_reaches_the_upstream_as_it_was_but_for_the_models_name(string upstreamModel)
    {
        await using var gateway = await TestGateway.StartAsync(new RelayLimits(), url => FaceConfiguration.One(FaceConfiguration.Local(url), $"\"{upstreamModel}\""));
        foreach (var protocol in Call.Protocols)
        {
            foreach (var asked in new[] { "m", "vendor/m" })
            {
                var call = Call.Of(protocol, asked, more: Odd);
                var sent = Encoding.UTF8.GetBytes("\n " + call.Json + "\r\n ");
                using var content = new ByteArrayContent(sent);
                content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/json; charset=utf-8");
                gateway.Simulator.Scripts.Replace(new Script { Replay = new ReplayScript { Headers = [new("content-type", "application/json")], Body = "{}"u8.ToArray() } });
                using var response = await gateway.SendAsync(HttpMethod.Post, call.Path, content);
                Assert.Equal(200, (int)response.StatusCode);
                var arrived = gateway.Simulator.Record.Exchanges[^1];
                var wanted = Encoding.UTF8.GetString(sent);
                if (protocol == "gemini")
                {
                    Assert.Equal($"/v1beta/models/{upstreamModel}:generateContent", arrived.Target);
                }
                else
                {
                    wanted = wanted.Replace($"{{\"model\":\"{asked}\"", $"{{\"model\":\"{upstreamModel}\"", StringComparison.Ordinal);
                }

                Assert.Equal(wanted, Encoding.UTF8.GetString(arrived.Body.Span));
                Assert.Equal("application/json; charset=utf-8", arrived.Header("content-type"));
            }
        }
    }

    [Theory]
    [InlineData("m")]
    [InlineData("a-longer-upstream-name")]
    [Trait("Case", "297")]
    [Trait("Case", "298")]
    public async Task Form_reaches_the_upstream_as_it_was_but_for_the_models_name(string upstreamModel)
    {
        await using var gateway = await TestGateway.StartAsync(new RelayLimits(), url => FaceConfiguration.One(FaceConfiguration.Local(url), upstreamModel));
        var file = new byte[300_000];
        new Random(7).NextBytes(file);
        // A file that holds what looks like the end of a part and like the field itself.
        Encoding.ASCII.GetBytes("\r\n--bund\r\ncontent-disposition: form-data; name=\"model\"\r\n\r\nm\r\n--boun").CopyTo(file, 1000);
        foreach (var path in new[] { "/v1/images/edits", "/v1/images/variations", "/v1/audio/transcriptions", "/v1/audio/translations" })
        {
            byte[] Body(string model) =>
            [
                .. "preamble\r\n--bound\r\nContent-Disposition: form-data; name=prompt\r\n\r\nm\r\n--bound\r\ncontent-disposition: form-data; name=\"image[]\"; filename=\"n.png\"\r\n\r\nPNG\r\n--bound\r\ncontent-disposition: form-data; name=\"image[]\"; filename=\"m.png\"\r\nContent-Type: image/png\r\n\r\n"u8,
                .. file,
                .. Encoding.UTF8.GetBytes($"\r\n--bound\r\nX-Odd: 1\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n{model}\r\n--bound--\r\nepilogue"),
            ];
            using var content = new ByteArrayContent(Body("m"));
            content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=\"bound\"");
            gateway.Simulator.Scripts.Replace(new Script { Replay = new ReplayScript { Headers = [new("content-type", "application/json")], Body = "{}"u8.ToArray() } });
            using var response = await gateway.SendAsync(HttpMethod.Post, path, content);
            Assert.Equal(200, (int)response.StatusCode);
            var arrived = gateway.Simulator.Record.Exchanges[^1];
            Assert.True(arrived.Body.Span.SequenceEqual(Body(upstreamModel)), path);
            Assert.Equal("multipart/form-data; boundary=\"bound\"", arrived.Header("content-type"));
        }
    }

    [Theory]
    [InlineData("", true)]
    [InlineData(",\"stream_options\":{\"include_usage\":false}", true)]
    [InlineData(",\"stream_options\":{\"include_obfuscation\":false}", true)]
    [InlineData(",\"stream_options\":null", true)]
    [InlineData(",\"stream_options\":{\"include_usage\":true}", false)]
    public async Task Usage_of_a_chat_stream_is_asked_for_and_hidden_from_who_did_not_ask(string options, bool hidden)
    {
        const string model = "sim-text-n4-usage-in100-cr20-out50";
        await using var gateway = await TestGateway.StartAsync(model);
        var call = Call.Of("chat", model, stream: true, more: options);
        using var response = await call.SendAsync(gateway);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(!hidden, body.Contains("\"choices\":[]", StringComparison.Ordinal));
        Assert.EndsWith("data: [DONE]\n\n", body, StringComparison.Ordinal);
        var arrived = Encoding.UTF8.GetString(gateway.Simulator.Record.Exchanges[0].Body.Span);
        Assert.Contains("\"include_usage\":true", arrived, StringComparison.Ordinal);
        Assert.StartsWith(call.Json[..call.Json.LastIndexOf("\"stream\":true", StringComparison.Ordinal)], arrived, StringComparison.Ordinal);
        if (!hidden)
        {
            Assert.Equal(call.Json, arrived);
        }

        var row = Assert.Single(await gateway.UsageAsync(1));
        Assert.Equal((100, 20, 50, "reported"), (row.UncachedInput, row.CacheRead, row.Output, row.UsageSource));
    }
}
