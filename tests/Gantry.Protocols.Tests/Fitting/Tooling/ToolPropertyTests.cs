using System.Buffers;
using System.Text;
using System.Text.Json;
using Gantry.Protocols.Fitting;
using Gantry.Protocols.Fitting.Tooling;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Models;
using Xunit;

namespace Gantry.Protocols.Tests.Fitting.Tooling;

/// <summary>Any request, however strange, is fitted or refused; what is fitted is fitted; the same gives the same.</summary>
public sealed class ToolPropertyTests
{
    private const int Requests = 1_600;

    private static readonly string[] Names = ["f", "a.b", "a_b", "", "1x", new string('n', 70), "json_output", "mcp__ä/ö", "web_search", "shell"];
    private static readonly string[] Ids = ["c1", "c1", "call_0", "", "functions.read:0", new string('i', 90), "c__thought__x"];
    private static readonly string[] Values = ["", "{}", "null", "[1]", "\"x\"", "{\"a\":1}", "5", "true"];
    private static readonly string[] Texts = ["", "{}", "{bad", "null", "{}{\"a\":1}", "[1]", "\n", "{\"a\": 1}"];
    private static readonly string[] Schemas = ["", "null", "true", "false", "{}", "[]", "5", "{\"type\":\"object\"}", "{\"type\":\"string\"}", "{\"oneOf\":[{\"type\":\"object\"},{\"type\":\"array\"}]}", "{\"$ref\":\"#\"}", "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":[\"string\",\"null\"]}},\"required\":[\"a\"],\"additionalProperties\":false}"];
    private static readonly string[] Models = ["claude-sonnet-4-5", "claude-3-5-haiku", "claude-fable-5", "gpt-5.1", "gpt-4", "gemini-2.5-flash", "gemini-3-pro", "gemini-2.0-flash", "unknown"];

    [Fact]
    public void Every_request_is_fitted_or_refused_and_a_fitted_one_stays()
    {
        int fitted = 0;
        for (int seed = 0; seed < Requests; seed++)
        {
            var random = new Random(seed);
            var asked = Request(random);
            string model = Models[random.Next(Models.Length)];
            var target = new TranslationTarget((Protocol)random.Next(5), model)
            {
                Rules = ModelRulesCatalogue.BuiltIn.For(model),
                Traits = new TargetTraits { CustomTools = random.Next(2) == 0, MapHostedTools = random.Next(2) == 0, DropHostedTools = random.Next(2) == 0, CallIds = random.Next(4) > 0 },
            };
            var source = new TranslationSource((Protocol)random.Next(5));
            ChatRequest once;
            try
            {
                once = Fit(asked, source, target);
            }
            catch (ProtocolException)
            {
                continue;
            }

            fitted++;
            string said = Said(once, target.Protocol);
            Assert.True(said == Said(Fit(asked, source, target), target.Protocol), $"seed {seed}: not the same twice");
            Assert.True(said == Said(Fit(once, source, target), target.Protocol), $"seed {seed}: changed by fitting again\n{said}\n{Said(Fit(once, source, target), target.Protocol)}");
        }

        Assert.True(fitted > Requests / 4, $"only {fitted} were fitted");
    }

    [Fact]
    public void What_was_said_stays_the_same_when_more_is_said()
    {
        for (int seed = 0; seed < Requests / 4; seed++)
        {
            var random = new Random(seed);
            var asked = Request(random) with { Tools = [new Tool("f") { From = Protocol.Chat }], ToolChoice = ToolChoice.Unset, OutputFormat = null };
            if (asked.Turns.Count == 0) continue;
            var target = ToolWay.Target((Protocol)random.Next(5), "unknown");
            var source = new TranslationSource((Protocol)random.Next(5));
            var shorter = asked with { Turns = [.. asked.Turns.Take(asked.Turns.Count - 1)] };
            try
            {
                var longer = Fit(asked, source, target);
                var before = Fit(shorter, source, target);
                var same = longer with { Turns = [.. longer.Turns.Take(before.Turns.Count)], Tools = before.Tools };
                Assert.True(Said(before, target.Protocol) == Said(same, target.Protocol), $"seed {seed}\n{Said(before, target.Protocol)}\n{Said(same, target.Protocol)}");
            }
            catch (ProtocolException)
            {
                continue;
            }
        }
    }

    private static ChatRequest Fit(ChatRequest asked, TranslationSource source, TranslationTarget target)
    {
        var request = asked;
        foreach (var pass in ToolPasses.For(new FitScope(source, target, asked, new LossLog()))) request = pass.Fit(request);
        return request;
    }

    private static string Said(ChatRequest request, Protocol target)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, WireJson.Options)) ToolWay.Codec(target).WriteRequest(request, json, new LossLog());
        using var document = JsonDocument.Parse(output.WrittenMemory, new JsonDocumentOptions { MaxDepth = 512 });
        return document.RootElement.GetRawText();
    }

    private static ChatRequest Request(Random random)
    {
        var tools = Many(random, 4, () => Tool(random));
        return new ChatRequest("m")
        {
            Tools = tools,
            Turns = Many(random, 6, () => new Turn((Role)random.Next(3), Many(random, 4, () => Part(random, 0)))),
            ToolChoice = random.Next(3) > 0 ? ToolChoice.Unset : Choice(random, tools),
            ParallelToolCalls = random.Next(3) switch { 0 => true, 1 => false, _ => null },
            OutputFormat = random.Next(4) > 0 ? null : new OutputFormat(Slice(Pick(random, Schemas))) { Name = Pick(random, Names) },
            Extras = random.Next(6) > 0 ? [] : [new ExtraMember((Protocol)random.Next(4), Pick(random, ["tool_choice", "cachedContent", "mcp_servers", "generationConfig.responseMimeType"]), Slice("\"x\""))],
        };
    }

    private static ToolChoice Choice(Random random, List<Tool> tools)
    {
        var kind = (ToolChoiceKind)random.Next(7);
        if (kind is not (ToolChoiceKind.One or ToolChoiceKind.Subset or ToolChoiceKind.RequiredSubset)) return new ToolChoice(kind);
        return new ToolChoice(kind) { Names = [tools.Count > 0 ? tools[0].Name : "f"] };
    }

    private static Tool Tool(Random random)
    {
        var from = (Protocol)random.Next(4);
        if (random.Next(4) == 0)
        {
            string type = Pick(random, ["web_search", "web_search_20250305", "googleSearch", "bash_20250124", "local_shell", "code_interpreter", "mcp", "strange", "urlContext"]);
            return new Tool(type) { Kind = ToolKind.Hosted, From = from, Raw = Slice($$"""{"type":"{{type}}","name":"web_search"}""") };
        }

        return new Tool(Pick(random, Names))
        {
            Kind = random.Next(4) == 0 ? ToolKind.Custom : ToolKind.Function,
            Namespace = random.Next(5) == 0 ? "ns" : null,
            Description = random.Next(2) == 0 ? JsonText.From("d") : null,
            NamespaceDescription = random.Next(2) == 0 ? JsonText.From("n") : null,
            Parameters = Slice(Pick(random, Schemas)),
            Strict = random.Next(3) switch { 0 => true, 1 => false, _ => null },
            From = from,
            Extras = random.Next(4) > 0 ? [] : [new ExtraMember(from, Pick(random, ["type", "input_examples", "allowed_callers", "odd"]), Slice(Pick(random, ["[]", "[{\"a\":1}]", "\"custom\"", "[\"direct\"]"])))],
        };
    }

    private static Part Part(Random random, int depth) => random.Next(6) switch
    {
        0 => new TextPart(JsonText.From("t")),
        1 or 2 when depth < 2 => Call(random),
        3 or 4 when depth < 2 => new ToolResultPart(Pick(random, Ids), Many(random, 2, () => Part(random, 2)))
        {
            Kind = random.Next(4) == 0 ? ToolKind.Custom : ToolKind.Function,
            Name = random.Next(3) == 0 ? Pick(random, Names) : null,
        },
        _ => new ForeignPart((Protocol)random.Next(4), Pick(random, ["additional_tools", "tool_reference", "server_tool_use", "local_shell_call", "web_search_call", "tool_use", "odd"]), Slice(Pick(random, ["{}", """{"type":"tool_use","id":"c9","name":"f","call_id":"x","action":{},"tools":[],"tool_name":"a.b","input":{}}"""]))),
    };

    private static ToolCallPart Call(Random random)
    {
        bool isText = random.Next(2) == 0;
        return new ToolCallPart(Pick(random, Ids), Pick(random, Names) is { Length: > 0 } name ? name : "g")
        {
            Kind = random.Next(4) == 0 ? ToolKind.Custom : ToolKind.Function,
            Namespace = random.Next(5) == 0 ? "ns" : null,
            ArgumentsText = isText ? JsonText.From(Pick(random, Texts)) : null,
            Arguments = isText ? default : Slice(Pick(random, Values)),
            ItemId = random.Next(3) == 0 ? "call_x" : null,
        };
    }

    private static List<T> Many<T>(Random random, int most, Func<T> one) => [.. Enumerable.Range(0, random.Next(most + 1)).Select(_ => one())];

    private static T Pick<T>(Random random, T[] values) => values[random.Next(values.Length)];

    private static JsonSlice Slice(string json) => json.Length == 0 ? default : new JsonSlice(Encoding.UTF8.GetBytes(json));
}
