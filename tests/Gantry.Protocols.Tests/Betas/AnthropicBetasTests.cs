using System.Text;
using System.Text.Json.Nodes;
using Gantry.Protocols.Betas;
using Gantry.Protocols.Json;
using Xunit;

namespace Gantry.Protocols.Tests.Betas;

public sealed class AnthropicBetasTests
{
    [Fact]
    [Trait("Case", "81")]
    public void Flag_that_bedrock_does_not_know_is_left_out_and_named()
    {
        var (_, kept, lost) = Fit("""{"messages":[]}""", BetaVendor.Bedrock, "files-api-2025-04-14", "context-1m-2025-08-07");

        Assert.Equal(["context-1m-2025-08-07"], kept);
        Assert.Equal(["beta:files-api"], lost);
    }

    [Fact]
    public void First_party_gets_everything_as_it_is()
    {
        const string Body = """{"speed":"fast","tools":[{"name":"a","defer_loading":true}],"messages":[]}""";
        var (body, kept, lost) = Fit(Body, BetaVendor.Anthropic, "made-up-2099-01-01");

        Assert.Equal(Body, body);
        Assert.Equal(["made-up-2099-01-01"], kept);
        Assert.Empty(lost);
    }

    [Theory]
    [Trait("Case", "77")]
    [InlineData("context-management-2025-06-27", true)]
    [InlineData("compact-2026-01-12", true)]
    [InlineData("", false)]
    public void Context_edits_stand_and_fall_with_a_flag(string flag, bool stays)
    {
        foreach (var vendor in (BetaVendor[])[BetaVendor.Bedrock, BetaVendor.Vertex])
        {
            var (body, _, lost) = Fit("""{"context_management":{"edits":[{"type":"clear_tool_uses_20250919"}]},"messages":[]}""", vendor, flag);

            Assert.Equal(stays, JsonNode.Parse(body)!["context_management"] is not null);
            Assert.Equal(stays ? [] : ["beta:context-management"], lost);
        }
    }

    [Fact]
    public void Server_of_which_nothing_is_known_gets_no_flag_and_nothing_that_one_owns()
    {
        var (body, kept, lost) = Fit(
            """
            {"speed":"fast","system":[{"type":"text","text":"s","cache_control":{"type":"ephemeral","ttl":"1h","scope":"global"}}],
             "tools":[{"name":"a","input_schema":{"defer_loading":1},"defer_loading":true,"eager_input_streaming":true,"input_examples":[{}]},{"type":"computer_20250124","name":"c"}],
             "tool_choice":{"type":"tool","name":"c"},"messages":[]}
            """,
            BetaVendor.Other,
            "fast-mode-2026-02-01", "output-128k-2025-02-19", "oauth-2025-04-20", "later-2031-01-01");

        Assert.Equal("""{"system":[{"type":"text","text":"s","cache_control":{"type":"ephemeral"}}],"tools":[{"name":"a","input_schema":{"defer_loading":1}}],"messages":[]}""", Compact(body));
        Assert.Empty(kept);
        Assert.Equal(
            ["beta:fast-mode", "beta:later", "beta:tool-search-tool", "beta:tool-examples", "beta:extended-cache-ttl", "beta:prompt-caching-scope", "beta:computer-use", "beta:fine-grained-tool-streaming"],
            lost);
    }

    [Fact]
    public void Advanced_tool_use_is_said_in_bedrocks_own_flags_as_far_as_it_is_used()
    {
        const string Flag = "advanced-tool-use-2025-11-20";
        var (body, kept, lost) = Fit("""{"tools":[{"type":"tool_search_tool_regex_20251119","name":"s"},{"name":"a","defer_loading":true,"allowed_callers":["direct"]}],"messages":[]}""", BetaVendor.Bedrock, Flag);

        Assert.Equal(["tool-search-tool-2025-10-19"], kept);
        Assert.Equal(["beta:advanced-tool-use"], lost);
        Assert.Equal("""{"tools":[{"type":"tool_search_tool_regex_20251119","name":"s"},{"name":"a","defer_loading":true}],"messages":[]}""", Compact(body));

        (_, kept, lost) = Fit("""{"tools":[{"name":"a"}],"messages":[]}""", BetaVendor.Bedrock, Flag);
        Assert.Empty(kept);
        Assert.Empty(lost);
    }

    [Fact]
    public void Field_that_bedrock_knows_as_a_flag_alone_becomes_that_flag()
    {
        var (body, kept, lost) = Fit("""{"tools":[{"name":"a","eager_input_streaming":true},{"eager_input_streaming":false,"name":"b"}],"messages":[]}""", BetaVendor.Bedrock);

        Assert.Equal("""{"tools":[{"name":"a"},{"name":"b"}],"messages":[]}""", body);
        Assert.Equal(["fine-grained-tool-streaming-2025-05-14"], kept);
        Assert.Empty(lost);
        Assert.Empty(Fit("""{"tools":[{"name":"a","eager_input_streaming":false}]}""", BetaVendor.Bedrock).Kept);
    }

    [Fact]
    public void Time_of_a_cache_needs_no_flag_at_bedrock()
    {
        const string Body = """{"messages":[{"role":"user","content":[{"type":"text","text":"a","cache_control":{"type":"ephemeral","ttl":"1h"}}]}]}""";
        var (body, kept, lost) = Fit(Body, BetaVendor.Bedrock, "extended-cache-ttl-2025-04-11");

        Assert.Equal(Body, body);
        Assert.Empty(kept);
        Assert.Empty(lost);
    }

    [Fact]
    public void History_of_a_tool_that_is_not_known_goes_with_it_and_no_turn_is_left_empty()
    {
        var (body, _, lost) = Fit(
            """
            {"mcp_servers":[{"url":"x"}],"tools":[{"type":"mcp_toolset","name":"m"}],"tool_choice":{"type":"any"},
             "messages":[{"role":"assistant","content":[{"type":"mcp_tool_use","id":"1","input":{"type":"mcp_tool_use"}},{"type":"mcp_tool_result","content":[]}]},
              {"role":"user","content":[{"type":"text","text":"mcp_tool_use"},{"type":"document","source":{"type":"file","file_id":"f"}}]},
              {"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":[{"type":"tool_reference","tool_name":"x"}]}]}]}
            """,
            BetaVendor.Bedrock,
            "mcp-client-2025-11-20");

        Assert.Equal(
            """{"messages":[{"role":"assistant","content":[{"type":"text","text":"(left out)"}]},{"role":"user","content":[{"type":"text","text":"mcp_tool_use"}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":[{"type":"text","text":"(left out)"}]}]}]}""",
            Compact(body));
        Assert.Equal(["beta:files-api", "beta:mcp-client", "beta:tool-search-tool"], lost.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Compaction_goes_alone_where_other_edits_stay()
    {
        var (body, _, lost) = Fit(
            """{"context_management":{"edits":[{"type":"clear_tool_uses_20250919"},{"type":"compact_20260112"}]},"messages":[]}""", BetaVendor.Bedrock, "context-management-2025-06-27");

        Assert.Equal("""{"context_management":{"edits":[{"type":"clear_tool_uses_20250919"}]},"messages":[]}""", body);
        Assert.Equal(["beta:compact"], lost);
        (body, _, _) = Fit("""{"context_management":{"edits":[{"type":"compact_20260112"}]},"messages":[]}""", BetaVendor.Bedrock, "context-management-2025-06-27");
        Assert.Equal("""{"messages":[]}""", body);
    }

    [Fact]
    public void Name_that_is_no_plain_word_is_not_repeated()
    {
        Assert.Equal(["beta:unknown"], Fit("{}", BetaVendor.Bedrock, "a b\"c").Lost);
    }

    [Fact]
    public void Flags_are_read_from_repeated_headers_once_each()
    {
        Assert.Equal(["a", "b", "c"], AnthropicBetas.Parse(["a, b", "", "b,,c"]));
    }

    [Theory]
    [InlineData("""{"\ud800":1,"tools":[{"\ud800":"\udfff","type":"\ud800"}],"messages":[{"content":"x"},7,null],"system":"s"}""")]
    [InlineData("""{"tools":{},"messages":{},"system":[1],"context_management":{},"cache_control":4}""")]
    public void Odd_body_is_left_for_the_vendor_to_judge(string body)
    {
        Assert.Equal(body.Replace(""","context_management":{}""", "", StringComparison.Ordinal), Fit(body, BetaVendor.Bedrock).Body);
    }

    private static (string Body, IReadOnlyList<string> Kept, IReadOnlyList<string> Lost) Fit(string body, BetaVendor vendor, params string[] asked)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var members = new JsonObjectEdit(bytes);
        var lost = new List<string>();
        var kept = AnthropicBetas.Fit(members, AnthropicBetas.Parse(asked), vendor, lost.Add);
        var splice = new JsonSplice();
        members.ApplyTo(splice);
        return (Encoding.UTF8.GetString([.. splice.Apply(bytes).Segments.SelectMany(segment => segment.ToArray())]), kept, lost);
    }

    private static string Compact(string body) => JsonNode.Parse(body)!.ToJsonString(new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
