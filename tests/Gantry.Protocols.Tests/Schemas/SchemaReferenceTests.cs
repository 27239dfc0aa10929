using System.Text;
using Gantry.Protocols.Schemas;
using Xunit;

namespace Gantry.Protocols.Tests.Schemas;

public sealed class SchemaReferenceTests
{
    private static readonly SchemaTarget[] Inlining = [SchemaTarget.GeminiTool, SchemaTarget.GeminiJsonTool, SchemaTarget.BedrockTool];

    [Fact]
    public void References_are_replaced_by_what_they_mean()
    {
        const string schema = """{"type":"object","properties":{"a":{"$ref":"#/$defs/A","description":"mine"},"b":{"$ref":"#/definitions/B~1C"},"c":{"$ref":"#n"}},"$defs":{"A":{"type":"string","description":"theirs"}},"definitions":{"B/C":{"type":"array","items":{"$ref":"#/$defs/A"}},"N":{"$anchor":"n","type":"number"}}}""";
        Assert.Equal(
            """{"type":"object","properties":{"a":{"type":"string","description":"mine"},"b":{"type":"array","items":{"type":"string","description":"theirs"}},"c":{"type":"number"}}}""",
            Lowering.Of(schema, SchemaTarget.GeminiTool, out var losses));
        Assert.True(losses.IsEmpty);
        Assert.Contains("\"mine\"", Lowering.Of(schema, SchemaTarget.BedrockTool), StringComparison.Ordinal);
        Assert.Equal(schema, Lowering.Of(schema, SchemaTarget.AnthropicTool));
    }

    [Fact]
    public void Cycle_ends_in_an_object_and_a_word()
    {
        const string schema = """{"type":"object","properties":{"node":{"$ref":"#/$defs/Node"}},"$defs":{"Node":{"type":"object","properties":{"next":{"$ref":"#/$defs/Node"}}}}}""";
        foreach (var target in Inlining)
        {
            string text = Lowering.Of(schema, target, out var losses);
            Assert.Equal("""{"type":"object","properties":{"node":{"type":"object","properties":{"next":{"type":"object","description":"recursive, see Node"}}}}}""", text);
            Assert.Equal("schema_recursive_ref", losses.ToString());
            Assert.Equal("properties.node.properties.next", losses.Losses.Single().Path);
        }
    }

    [Fact]
    public void Schema_that_is_its_own_member_ends() => Assert.Equal(
        """{"type":"object","properties":{"next":{"type":"object","description":"recursive, see the root"}}}""",
        Lowering.Of("""{"type":"object","properties":{"next":{"$ref":"#"}}}""", SchemaTarget.GeminiTool));

    [Fact]
    public void References_that_refer_to_each_other_end() => Assert.Equal(
        """{"type":"object","properties":{"a":{"type":"object","description":"recursive, see A"}}}""",
        Lowering.Of("""{"type":"object","properties":{"a":{"$ref":"#/$defs/A"}},"$defs":{"A":{"$ref":"#/$defs/B"},"B":{"$ref":"#/$defs/A"}}}""", SchemaTarget.GeminiTool));

    [Fact]
    public void Dangling_reference_is_told_in_words() => Assert.Equal(
        """{"type":"string","description":"$ref: https://example.com/x; any JSON value"}""".Replace("; any JSON value", " (any JSON value)", StringComparison.Ordinal),
        Lowering.Property("""{"$ref":"https://example.com/x"}""", SchemaTarget.GeminiTool));

    [Fact]
    public void Chain_of_references_ends_at_the_eighth()
    {
        string defs = string.Join(',', Enumerable.Range(0, 12).Select(i => $$$$""" "D{{{{i}}}}":{"type":"object","properties":{"p":{"$ref":"#/$defs/D{{{{i + 1}}}}"}} }"""));
        string text = Lowering.Of($$$$"""{"type":"object","properties":{"d":{"$ref":"#/$defs/D0"}},"$defs":{{{{{defs}}}},"D12":{"type":"string"}}}""", SchemaTarget.GeminiTool, out var losses);
        Assert.Contains("nested too deep, see D8", text, StringComparison.Ordinal);
        Assert.Equal("schema_sanitized", losses.ToString());
    }

    [Theory]
    [InlineData(31, SchemaOutcome.Lowered)]
    [InlineData(32, SchemaOutcome.TooDeep)]
    [InlineData(500, SchemaOutcome.TooDeep)]
    public void Depth_is_bounded(int nested, SchemaOutcome outcome)
    {
        var schema = new StringBuilder("""{"type":"string"}""");
        for (int i = 0; i < nested; i++) schema.Insert(0, """{"type":"object","properties":{"a":""").Append("}}");
        var lowered = Lowering.Outcome(schema.ToString(), SchemaTarget.GeminiTool, "tools[0].parameters");
        Assert.Equal(outcome, lowered.Outcome);
        Assert.Equal(outcome == SchemaOutcome.TooDeep, lowered.Where.StartsWith("tools[0].parameters", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(4_999, SchemaOutcome.Lowered)]
    [InlineData(5_000, SchemaOutcome.TooDeep)]
    public void Number_of_schemas_is_bounded(int properties, SchemaOutcome outcome)
    {
        string members = string.Join(',', Enumerable.Range(0, properties).Select(i => $$$$""" "p{{{{i}}}}":{"type":"string"}"""));
        Assert.Equal(outcome, Lowering.Outcome($$$$"""{"type":"object","properties":{{{{{members}}}}}}""", SchemaTarget.GeminiJsonTool).Outcome);
    }

    [Fact]
    public void References_that_double_at_every_step_are_refused()
    {
        string defs = string.Join(',', Enumerable.Range(0, 7).Select(i => $$$$""" "D{{{{i}}}}":{"type":"object","properties":{"a":{"$ref":"#/$defs/D{{{{i + 1}}}}"},"b":{"$ref":"#/$defs/D{{{{i + 1}}}}"},"c":{"$ref":"#/$defs/D{{{{i + 1}}}}"},"d":{"$ref":"#/$defs/D{{{{i + 1}}}}"}} }"""));
        string schema = $$$$"""{"type":"object","properties":{"d":{"$ref":"#/$defs/D0"}},"$defs":{{{{{defs}}}},"D7":{"type":"string"}}}""";
        foreach (var target in Inlining) Assert.Equal(SchemaOutcome.TooDeep, Lowering.Outcome(schema, target).Outcome);
    }

    [Fact]
    public void Reference_to_a_large_text_used_often_is_refused()
    {
        string members = string.Join(',', Enumerable.Range(0, 1_000).Select(i => $$$$""" "p{{{{i}}}}":{"$ref":"#/$defs/A"}"""));
        string schema = $$$$"""{"type":"object","properties":{{{{{members}}}}},"$defs":{"A":{"type":"string","description":"{{{{new string('x', 2_000)}}}}"}}}""";
        Assert.Equal(SchemaOutcome.TooDeep, Lowering.Outcome(schema, SchemaTarget.GeminiTool).Outcome);
    }
}
