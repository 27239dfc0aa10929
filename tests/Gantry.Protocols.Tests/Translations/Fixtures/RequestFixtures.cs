using System.Text.Json.Nodes;
using Gantry.Protocols.Fitting;
using Gantry.Protocols.Json;
using Gantry.Protocols.Reasoning;
using Xunit;

namespace Gantry.Protocols.Tests.Translations.Fixtures;

/// <summary>Whole requests of real clients, as their upstream gets them.</summary>
public sealed class RequestFixtures
{
    [Fact]
    [Trait("Case", "76")]
    [Trait("Case", "80")]
    [Trait("Case", "196")]
    [Trait("Case", "217")]
    public void Request_of_Claude_Code_for_a_reasoning_model_of_OpenAI()
    {
        const string Asked = """
            {"model":"x","max_tokens":32000,"system":[{"type":"text","text":"x-anthropic-billing-header: cc_version=2.1.1; cc_entrypoint=cli; cch=36ee5;"},{"type":"text","text":"You are Claude Code","cache_control":{"type":"ephemeral","ttl":"1h"}}],
             "tools":[{"name":"Shot","input_schema":{"type":"object"},"defer_loading":true}],
             "tool_choice":{"type":"any","disable_parallel_tool_use":true},
             "thinking":{"type":"enabled","budget_tokens":31999},
             "messages":[{"role":"user","content":"hi"},
              {"role":"assistant","content":[{"type":"text","text":"a"},{"type":"tool_use","id":"t1","name":"Shot","input":{}},{"type":"text","text":"b"}]},
              {"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBO"}}]},{"type":"text","text":"well?"}]}]}
            """;
        var way = new Way(Protocol.Messages, Asked, Way.Target(Protocol.Chat, "gpt-5.1"));
        // The name of the conversation's prefix, where the client names none: OpenAI's caches go by it.
        Assert.True(way.Body.AsObject().Remove("prompt_cache_key"));

        // One text alone is written as a string: the same to OpenAI, and the only form that some compatible servers take.
        Same(
            """
            {"model":"gpt-5.1",
             "messages":[{"role":"developer","content":"You are Claude Code"},
              {"role":"user","content":"hi"},
              {"role":"assistant","content":"a\nb","tool_calls":[{"id":"t1","type":"function","function":{"name":"Shot","arguments":"{}"}}]},
              {"role":"tool","tool_call_id":"t1","content":"[image attached below]"},
              {"role":"user","content":[{"type":"text","text":"Image returned by tool Shot (t1):"},{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBO"}},{"type":"text","text":"well?"}]}],
             "tools":[{"type":"function","function":{"name":"Shot","parameters":{"type":"object","properties":{}}}}],
             "tool_choice":"required","parallel_tool_calls":false,"max_completion_tokens":32000,"reasoning_effort":"high"}
            """,
            way.Body);
        Assert.Equal("", way.Losses.ToString());
    }

    [Fact]
    [Trait("Case", "107")]
    [Trait("Case", "109")]
    [Trait("Case", "113")]
    [Trait("Case", "124")]
    public void Request_of_Codex_for_Claude()
    {
        var target = Way.Target(Protocol.Messages, "claude-opus-4-6");
        var sealedThought = ReasoningEnvelope.Encode(new ReasoningBlob(BlobKind.ThinkingSignature, target.Issuer, JsonText.From("SIG")) { Text = JsonText.From("Plan") });
        string asked = $$$$$"""
            {"model":"m","instructions":"I","input":[
              {"type":"additional_tools","role":"developer","tools":[{"type":"function","name":"late","parameters":{"type":"object","properties":{}}}]},
              {"type":"message","role":"developer","content":[{"type":"input_text","text":"D"}]},
              {"role":"user","content":"fix"},
              {"type":"reasoning","id":"rs_0","summary":[]},
              {"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"{{{{{sealedThought}}}}}"},
              {"type":"custom_tool_call","call_id":"c1","name":"apply_patch","input":"*** Begin Patch"},
              {"type":"custom_tool_call_output","call_id":"c1","output":"Done"}],
             "tools":[{"type":"custom","name":"apply_patch","description":"P","format":{"type":"grammar","syntax":"lark","definition":"start: x"}},{"type":"namespace","name":"crm","description":"N","tools":[{"type":"function","name":"get","parameters":{"type":"object","properties":{}}}]},{"type":"web_search"}],
             "tool_choice":"auto","parallel_tool_calls":false,"reasoning":{"effort":"xhigh","summary":"auto"},"store":false,"stream":true,"include":["reasoning.encrypted_content"],"prompt_cache_key":"s"}
            """;
        var way = new Way(Protocol.Responses, asked, target);
        // The client's key for its cache names the conversation: Anthropic gets it, hashed with the tenant, as a user.
        Assert.True(way.Body.AsObject().Remove("metadata"));

        // The grammar stands where the model reads what to put in: at the member itself, not at the tool.
        Same(
            """
            {"model":"claude-opus-4-6","max_tokens":128000,
             "system":[{"type":"text","text":"I"},{"type":"text","text":"D"}],
             "messages":[{"role":"user","content":"fix"},
              {"role":"assistant","content":[{"type":"thinking","thinking":"Plan","signature":"SIG"},{"type":"tool_use","id":"c1","name":"apply_patch","input":{"input":"*** Begin Patch"}}]},
              {"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":"Done"}]}],
             "tools":[{"name":"apply_patch","description":"P","input_schema":{"type":"object","properties":{"input":{"type":"string","description":"Raw text input. Grammar (lark): start: x"}},"required":["input"]}},
              {"name":"crm__get","description":"N","input_schema":{"type":"object","properties":{}}},
              {"name":"late","input_schema":{"type":"object","properties":{}}}],
             "tool_choice":{"type":"auto","disable_parallel_tool_use":true},"stream":true,
             "thinking":{"type":"adaptive"},"output_config":{"effort":"max"}}
            """,
            way.Body);
        Assert.Equal("hosted_tool_dropped,grammar_not_enforced", way.Losses.ToString());
    }

    [Fact]
    [Trait("Case", "142")]
    [Trait("Case", "145")]
    [Trait("Case", "152")]
    public void Request_of_Gemini_for_OpenAI()
    {
        const string Asked = """
            {"system_instruction":{"parts":[{"text":"S"}]},
             "contents":[{"role":"user","parts":[{"text":"q"},{"inline_data":{"mime_type":"application/pdf","data":"JVBE"}}]},
              {"role":"model","parts":[{"text":"hidden","thought":true},{"functionCall":{"name":"f","args":{"i":1}}},{"functionCall":{"name":"f","args":{"i":2}}}]},
              {"role":"user","parts":[{"functionResponse":{"name":"f","response":{"output":"r1"}}},{"functionResponse":{"name":"f","response":{"error":"r2"}}}]}],
             "tools":[{"functionDeclarations":[{"name":"f","parameters":{"type":"OBJECT","properties":{"i":{"type":"INTEGER"}}}}]}],
             "toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["f"]}},
             "generationConfig":{"maxOutputTokens":"8192","thinkingConfig":{"thinkingBudget":0},"stopSequences":["END"],"responseMimeType":"application/json"}}
            """;
        var body = new Way(Protocol.Gemini, Asked, Way.Target(Protocol.Chat, "gpt-5.1", new TargetTraits { CompletionCap = true })).Body;
        var ids = body["messages"]![2]!["tool_calls"]!.AsArray().Select(call => (string)call!["id"]!).ToList();

        Assert.Equal(2, ids.Distinct().Count());
        Assert.Equal(body.ToJsonString(), new Way(Protocol.Gemini, Asked, Way.Target(Protocol.Chat, "gpt-5.1", new TargetTraits { CompletionCap = true })).Body.ToJsonString());
        Same(
            $$$$$"""
            {"model":"gpt-5.1",
             "messages":[{"role":"system","content":"S"},
              {"role":"user","content":[{"type":"text","text":"q"},{"type":"file","file":{"filename":"document.pdf","file_data":"data:application/pdf;base64,JVBE"}}]},
              {"role":"assistant","content":null,"tool_calls":[{"id":"{{{{{ids[0]}}}}}","type":"function","function":{"name":"f","arguments":"{\"i\":1}"}},{"id":"{{{{{ids[1]}}}}}","type":"function","function":{"name":"f","arguments":"{\"i\":2}"}}]},
              {"role":"tool","tool_call_id":"{{{{{ids[0]}}}}}","content":"r1"},{"role":"tool","tool_call_id":"{{{{{ids[1]}}}}}","content":"Error: r2"}],
             "tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object","properties":{"i":{"type":"integer"} } } } }],
             "tool_choice":{"type":"function","function":{"name":"f"}},
             "max_completion_tokens":8192,"stop":["END"],"response_format":{"type":"json_object"},"reasoning_effort":"none"}
            """,
            body);
    }

    [Fact]
    [Trait("Case", "172")]
    public void Schema_of_a_tool_for_older_Gemini()
    {
        const string Schema = """
            {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","additionalProperties":false,"required":["mode","ghost"],
             "properties":{"mode":{"const":"fast"},"n":{"type":["integer","null"],"exclusiveMinimum":0},"u":{"oneOf":[{"type":"string"},{"type":"number"}]},
              "list":{"type":"array"},"level":{"type":"integer","enum":[1,2]},"title":{"type":"string","title":"T","format":"uri"},"m":{"type":"object","additionalProperties":{"type":"string"}}}}
            """;
        var target = Way.Target(Protocol.Gemini, "gemini-2.5-flash", new TargetTraits { OpenApiSchemas = true });
        JsonNode Sent(string schema) => new Way(Protocol.Chat, $$$$$"""{"model":"m","messages":[{"role":"user","content":"q"}],"tools":[{"type":"function","function":{"name":"f","parameters":{{{{{schema}}}}}}}]}""", target)
            .Body["tools"]![0]!["functionDeclarations"]![0]!["parameters"]!;

        // What a map holds is told as the schema that it is, not in a sentence for one type.
        var sent = Sent(Schema);
        Same(
            """
            {"type":"object","required":["mode"],
             "properties":{"mode":{"type":"string","enum":["fast"]},"n":{"type":"integer","nullable":true,"description":"exclusiveMinimum: 0"},"u":{"anyOf":[{"type":"string"},{"type":"number"}]},
              "list":{"type":"array","items":{"type":"string"}},"level":{"type":"integer","description":"allowed values: 1, 2"},"title":{"type":"string","description":"format: uri"},"m":{"type":"object","description":"any further members: {\"type\":\"string\"}"}}}
            """,
            sent);
        Same(sent.ToJsonString(), Sent(sent.ToJsonString()));
    }

    [Theory]
    [InlineData("mcp__company.internal.knowledge-base__search_documents_with_filters_and_ranking_v2", "mcp__company_internal_knowledge-base__search_documents__484f1d48")]
    [InlineData("fs.readFile", "fs_readFile_2b4d2d31")]
    [InlineData("fs_readFile", "fs_readFile")]
    [Trait("Case", "190")]
    [Trait("Case", "191")]
    public void Name_of_a_tool_is_legal_for_the_upstream_and_the_clients_own_in_the_answer(string asked, string sent)
    {
        string[] names = asked.StartsWith("fs", StringComparison.Ordinal) ? ["fs.readFile", "fs_readFile"] : [asked];
        var tools = string.Join(',', names.Select(name => $$$$$"""{"functionDeclarations":[{"name":"{{{{{name}}}}}","parameters":{"type":"OBJECT"}}]}"""));
        var way = new Way(Protocol.Gemini, $$$$$"""{"contents":[{"role":"user","parts":[{"text":"q"}]}],"tools":[{{{{{tools}}}}}]}""", Way.Target(Protocol.Chat, "gpt-5.1"));

        Assert.Contains(sent, way.Body["tools"]!.AsArray().Select(tool => (string?)tool!["function"]!["name"]));
        var answer = way.Whole($$$$$"""{"id":"c","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"{{{{{sent}}}}}","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}""");
        Assert.Equal(asked, (string?)answer["candidates"]![0]!["content"]!["parts"]![0]!["functionCall"]!["name"]);
    }

    [Theory]
    [InlineData(Protocol.Chat, "call_021d53e00b8bce40d689fb9dd1b7f5")]
    [InlineData(Protocol.Responses, "fc_0f0e50a1476a6c35006912c58dc9f8819192c25864eb16f07f")]
    [Trait("Case", "200")]
    [Trait("Case", "203")]
    public void Id_of_a_call_fits_its_upstream(Protocol upstream, string expected)
    {
        const string Asked = """
            {"model":"m","max_tokens":10,"messages":[{"role":"user","content":"q"},
             {"role":"assistant","content":[{"type":"tool_use","id":"fc_0f0e50a1476a6c35006912c58dc9f8819192c25864eb16f07f","name":"f","input":{}}]},
             {"role":"user","content":[{"type":"tool_result","tool_use_id":"fc_0f0e50a1476a6c35006912c58dc9f8819192c25864eb16f07f","content":"r"}]}]}
            """;
        var sent = new Way(Protocol.Messages, Asked, Way.Target(upstream, "gpt-5.1")).Body;
        var ids = upstream == Protocol.Chat
            ? [(string?)sent["messages"]![1]!["tool_calls"]![0]!["id"], (string?)sent["messages"]![2]!["tool_call_id"]]
            : sent["input"]!.AsArray().Select(item => (string?)item!["call_id"]).OfType<string>().ToList<string?>();
        Assert.Equal([expected, expected], ids);
    }

    private static void Same(string expected, JsonNode actual) => Fixture.Same(expected, actual);
}
