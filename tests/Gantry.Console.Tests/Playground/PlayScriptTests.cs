using System.Text.Json.Nodes;
using Gantry.Console.Assets;
using Gantry.Console.Tests.Rig;
using Xunit;

namespace Gantry.Console.Tests.Playground;

/// <summary>The parts of the playground's scripts that touch no page, in a browser.</summary>
public sealed class PlayScriptTests(Chromium chromium)
{
    // The same conversation for each protocol: a picture, a tool that was called and answered, a question after it.
    private const string Turns =
        """
        [{"role":"user","text":"What is this?","images":[{"name":"a.png","type":"image/png","data":"QUJD"}]},
         {"role":"assistant","text":"Let me look.","calls":[{"id":"c1","name":"look","input":"{\"at\":1}"}],"native":null},
         {"role":"tool","results":[{"id":"c1","name":"look","text":"a cat"}]},
         {"role":"user","text":"Sure?","images":[]}]
        """;

    private const string Settings =
        """{"model":"m/1","system":"Be brief.","maxTokens":100,"temperature":0.5,"effort":"low","budget":1024,"stream":true,"tools":[{"name":"look","description":"Looks","parameters":{"type":"object"}}]}""";

    [Fact]
    public async Task Events_are_the_same_wherever_their_bytes_are_cut()
    {
        await using var server = await ConsoleHost.StartAsync(_ => { });
        await using var visitor = await chromium.VisitAsync(server);
        await visitor.OpenAsync("/console/sign-in");
        var wrong = await visitor.Page.EvaluateAsync<string>(
            """
            async address => {
              const { EventReader } = await import(address);
              const text = ": hi\r\nevent: a\r\ndata: eins\r\ndata:zwei é 🦜\r\n\r\ndata: {\"x\":1}\n\nid: 7\rdata: drei\r\rdata\n\ndata: last without its end";
              const bytes = new TextEncoder().encode(text);
              const read = (...cuts) => {
                const lines = [], events = [];
                const reader = new EventReader(line => lines.push(line));
                let from = 0;
                for (const cut of [...cuts, bytes.length]) { events.push(...reader.push(bytes.slice(from, cut))); from = cut; }
                events.push(...reader.end());
                return JSON.stringify([lines, events]);
              };
              const whole = read();
              const expected = [["a", "eins\nzwei é 🦜"], ["message", "{\"x\":1}"], ["message", "drei"], ["message", ""], ["message", "last without its end"]];
              if (JSON.stringify(JSON.parse(whole)[1].map(one => [one.event, one.data])) !== JSON.stringify(expected)) return "whole: " + whole;
              for (let one = 0; one <= bytes.length; one++)
                for (let two = one; two <= bytes.length; two++)
                  if (read(one, two) !== whole) return `${one}, ${two}: ${read(one, two)}`;
              const each = read(...bytes.keys());
              return each === whole ? "" : "each: " + each;
            }
            """,
            ConsoleAssets.Address("play/sse.js"));
        Assert.Equal("", wrong);
        Assert.Empty(visitor.Complaints);
    }

    [Theory]
    [InlineData("chat", "/v1/chat/completions", "authorization",
        """
        {"model":"m/1","messages":[{"role":"system","content":"Be brief."},
         {"role":"user","content":[{"type":"text","text":"What is this?"},{"type":"image_url","image_url":{"url":"data:image/png;base64,QUJD"}}]},
         {"role":"assistant","content":"Let me look.","tool_calls":[{"id":"c1","type":"function","function":{"name":"look","arguments":"{\"at\":1}"}}]},
         {"role":"tool","tool_call_id":"c1","content":"a cat"},{"role":"user","content":"Sure?"}],
         "max_completion_tokens":100,"temperature":0.5,"reasoning_effort":"low","tools":[{"type":"function","function":{"name":"look","description":"Looks","parameters":{"type":"object"}}}],
         "stream":true,"stream_options":{"include_usage":true}}
        """)]
    [InlineData("responses", "/v1/responses", "authorization",
        """
        {"model":"m/1","input":[{"role":"user","content":[{"type":"input_text","text":"What is this?"},{"type":"input_image","image_url":"data:image/png;base64,QUJD"}]},
         {"type":"message","role":"assistant","content":[{"type":"output_text","text":"Let me look."}]},{"type":"function_call","call_id":"c1","name":"look","arguments":"{\"at\":1}"},
         {"type":"function_call_output","call_id":"c1","output":"a cat"},{"role":"user","content":[{"type":"input_text","text":"Sure?"}]}],
         "store":false,"instructions":"Be brief.","max_output_tokens":100,"temperature":0.5,"reasoning":{"effort":"low"},
         "tools":[{"type":"function","name":"look","description":"Looks","parameters":{"type":"object"}}],"stream":true}
        """)]
    [InlineData("messages", "/v1/messages", "x-api-key",
        """
        {"model":"m/1","max_tokens":100,"messages":[{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"QUJD"}},{"type":"text","text":"What is this?"}]},
         {"role":"assistant","content":[{"type":"text","text":"Let me look."},{"type":"tool_use","id":"c1","name":"look","input":{"at":1}}]},
         {"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":"a cat"}]},{"role":"user","content":[{"type":"text","text":"Sure?"}]}],
         "system":"Be brief.","temperature":0.5,"thinking":{"type":"enabled","budget_tokens":1024},"tools":[{"name":"look","description":"Looks","input_schema":{"type":"object"}}],"stream":true}
        """)]
    [InlineData("gemini", "/v1beta/models/m%2F1:streamGenerateContent?alt=sse", "x-goog-api-key",
        """
        {"contents":[{"role":"user","parts":[{"text":"What is this?"},{"inlineData":{"mimeType":"image/png","data":"QUJD"}}]},
         {"role":"model","parts":[{"text":"Let me look."},{"functionCall":{"name":"look","args":{"at":1}}}]},
         {"role":"user","parts":[{"functionResponse":{"name":"look","response":{"result":"a cat"}}}]},{"role":"user","parts":[{"text":"Sure?"}]}],
         "systemInstruction":{"parts":[{"text":"Be brief."}]},"generationConfig":{"maxOutputTokens":100,"temperature":0.5,"thinkingConfig":{"thinkingBudget":1024,"includeThoughts":true}},
         "tools":[{"functionDeclarations":[{"name":"look","description":"Looks","parameters":{"type":"object"}}]}]}
        """)]
    public async Task Request_has_the_shape_of_its_protocol_and_its_curl_line_no_key(string protocol, string path, string keyHeader, string body)
    {
        await using var server = await ConsoleHost.StartAsync(_ => { });
        await using var visitor = await chromium.VisitAsync(server);
        await visitor.OpenAsync("/console/sign-in");
        var built = JsonNode.Parse(await visitor.Page.EvaluateAsync<string>(
            """
            async ([wire, send, name, turns, settings]) => {
              const request = (await import(wire))[name].build(JSON.parse(turns), JSON.parse(settings));
              return JSON.stringify({ ...request, line: (await import(send)).curl(request, "http://gateway") });
            }
            """,
            new[] { ConsoleAssets.Address($"play/{protocol}.js"), ConsoleAssets.Address("play/send.js"), protocol, Turns, Settings }))!;
        Assert.Equal(path, (string?)built["path"]);
        Assert.Equal(keyHeader, (string?)built["key"]![0]);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(body), built["body"]), built["body"]!.ToJsonString());
        Assert.Contains($"-H '{keyHeader}: {(string?)built["key"]![1]}YOUR_KEY'", (string?)built["line"], StringComparison.Ordinal);
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task Pictures_are_estimated_to_the_last_digit_and_the_shelf_is_bounded()
    {
        await using var server = await ConsoleHost.StartAsync(_ => { });
        await using var visitor = await chromium.VisitAsync(server);
        await visitor.OpenAsync("/console/sign-in");
        var said = await visitor.Page.EvaluateAsync<string>(
            """
            async ([images, shelf]) => {
              const { estimate, build, choices } = await import(images);
              const { overflow } = await import(shelf);
              const pieces = [{ dimension: "image", variant: "high/1024x1024", service_tier: "standard", charged: "0.17" }, { dimension: "image", service_tier: "standard", charged: "0.040000001" }];
              const tokens = [{ dimension: "image_output", service_tier: "standard", charged: "33.333333333" }, { dimension: "image_output", service_tier: "batch", charged: "1.00" }];
              const s = { model: "gpt-image-1", prompt: "x", quality: "high", size: "1024x1024", background: "", count: 3, grow: true };
              const picture = size => ({ id: size, blob: { size } });
              return JSON.stringify([
                estimate(pieces, s), estimate(pieces, { ...s, quality: "low" }), estimate(tokens, { ...s, count: 1 }), estimate(tokens, { ...s, size: "512x512" }), estimate([], s),
                JSON.parse(build(s, [], null).body), JSON.parse(build({ ...s, count: 1, model: "dall-e-3" }, [], null).body), choices("dall-e-3").most,
                overflow([picture(5), picture(4), picture(3), picture(2)], 3, 10),
              ]);
            }
            """,
            new[] { ConsoleAssets.Address("play/images.js"), ConsoleAssets.Address("play/shelf.js") });
        Assert.Equal(
            """
            ["0.51","0.120000003","0.13866666666528",null,null,{"model":"gpt-image-1","prompt":"x","n":3,"size":"1024x1024","quality":"high"},{"model":"dall-e-3","prompt":"x","size":"1024x1024","quality":"high","response_format":"b64_json"},1,[3,2]]
            """,
            said);
        Assert.Empty(visitor.Complaints);
    }
}
