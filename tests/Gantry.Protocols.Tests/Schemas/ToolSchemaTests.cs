using Gantry.Protocols.Hub;
using Gantry.Protocols.Schemas;
using Xunit;

namespace Gantry.Protocols.Tests.Schemas;

public sealed class ToolSchemaTests
{
    private const string Union = """{"oneOf":[{"type":"object","properties":{"kind":{"const":"a"},"x":{"type":"string"}},"required":["kind","x"]},{"type":"object","properties":{"kind":{"const":"b"},"x":{"type":"integer"},"y":{"type":"string"}},"required":["kind"]}]}""";

    private static readonly SchemaTarget[] Plain = [SchemaTarget.OpenAiTool, SchemaTarget.AnthropicTool, SchemaTarget.BedrockTool];

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("{}")]
    [InlineData("""{"type":"object"}""")]
    public void Missing_parameters_become_an_empty_object(string schema) =>
        Assert.Equal("""{"type":"object","properties":{}}""", Lowering.Of(schema, SchemaTarget.OpenAiTool));

    [Fact]
    [Trait("Case", "G/187")]
    public void Schema_that_is_fine_keeps_its_very_bytes()
    {
        const string schema = """
            { "$schema": "http://json-schema.org/draft-07/schema#", "type": "object",
              "properties": { "a": { "type": ["string", "null"], "minLength": 1.0 }, "b": { "$ref": "#/$defs/B" } }, "$defs": { "B": { "oneOf": [ {}, true ] } } }
            """;
        var given = Lowering.Slice(schema);
        foreach (var target in (SchemaTarget[])[SchemaTarget.OpenAiTool, SchemaTarget.AnthropicTool])
        {
            var lowered = SchemaLowering.Lower(given, target, new LossLog()).Schema;
            Assert.True(given.Memory.Equals(lowered.Memory));
        }
    }

    [Fact]
    [Trait("Case", "G/185")]
    public void Root_union_is_flattened_for_everyone()
    {
        foreach (var target in Plain)
        {
            Assert.Equal(
                """{"type":"object","properties":{"kind":{"enum":["a","b"]},"x":{"anyOf":[{"type":"string"},{"type":"integer"}]},"y":{"type":"string"}},"required":["kind"],"description":"exactly one of: {kind, x} | {kind}"}""",
                Lowering.Of(Union, target, out var losses));
            Assert.Equal("schema_root_union_flattened", losses.ToString());
        }
    }

    [Fact]
    [Trait("Case", "G/185")]
    public void Root_union_of_references_is_resolved_first() => Assert.Equal(
        """{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}},"description":"at least one of: {a} | {b}"}""",
        Lowering.Of("""{"anyOf":[{"$ref":"#/$defs/A"},{"$ref":"#/$defs/B"}],"$defs":{"A":{"type":"object","properties":{"a":{"type":"string"}}},"B":{"type":"object","properties":{"b":{"type":"string"}}}}}""", SchemaTarget.AnthropicTool));

    [Fact]
    public void Alternatives_of_requirement_beside_properties_go_into_words() => Assert.Equal(
        """{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}},"description":"Find. (at least one of: {a} | {b})"}""",
        Lowering.Of("""{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}},"description":"Find.","anyOf":[{"required":["a"]},{"required":["b"]}]}""", SchemaTarget.AnthropicTool));

    [Fact]
    public void Root_reference_is_resolved_and_definitions_stay() => Assert.Equal(
        """{"type":"object","definitions":{"T":{"type":"object","properties":{"t":{"$ref":"#/definitions/T"}}}},"properties":{"t":{"$ref":"#/definitions/T"}}}""",
        Lowering.Of("""{"$ref":"#/definitions/T","definitions":{"T":{"type":"object","properties":{"t":{"$ref":"#/definitions/T"}}}}}""", SchemaTarget.AnthropicTool)
            .Replace("""{"definitions":{"T":{"type":"object","properties":{"t":{"$ref":"#/definitions/T"}}}},"type":"object",""", """{"type":"object","definitions":{"T":{"type":"object","properties":{"t":{"$ref":"#/definitions/T"}}}},""", StringComparison.Ordinal));

    [Fact]
    [Trait("Case", "G/181")]
    public void Root_composition_is_merged() => Assert.Equal(
        """{"type":"object","properties":{"a":{},"b":{}},"required":["b"]}""",
        Lowering.Of("""{"type":"object","allOf":[{"properties":{"a":{}}},{"properties":{"b":{}},"required":["b"]}]}""", SchemaTarget.AnthropicTool));

    [Theory]
    [InlineData("""{"type":"string","description":"d"}""", """{"type":"object","properties":{},"description":"d"}""")]
    [InlineData("""{"type":["object","null"],"properties":{"a":{}}}""", """{"type":"object","properties":{"a":{}}}""")]
    [InlineData("""{"properties":{"a":{}}}""", """{"type":"object","properties":{"a":{}}}""")]
    [InlineData("""{"type":"OBJECT","properties":{"a":{"type":"STRING","nullable":true}}}""", """{"type":"object","properties":{"a":{"type":["string","null"]}}}""")]
    [InlineData("false", """{"type":"object","properties":{}}""")]
    public void Root_becomes_an_object(string schema, string expected) => Assert.Equal(expected, Lowering.Of(schema, SchemaTarget.AnthropicTool));

    [Fact]
    [Trait("Case", "G/179")]
    public void Type_that_is_none_is_ignored() => Assert.Equal("{}", Lowering.Property("""{"type":5}""", SchemaTarget.AnthropicTool));

    [Fact]
    public void Older_drafts_are_said_in_the_new_words() => Assert.Equal(
        """{"type":"object","properties":{"a":{"type":"array","prefixItems":[{"type":"string"}],"items":false},"n":{"exclusiveMinimum":3}}}""",
        Lowering.Of("""{"$schema":"http://json-schema.org/draft-04/schema#","type":"object","properties":{"a":{"type":"array","items":[{"type":"string"}],"additionalItems":false},"n":{"minimum":3,"exclusiveMinimum":true}}}""", SchemaTarget.AnthropicTool, out var losses) + (losses.IsEmpty ? "" : "!"));

    [Fact]
    [Trait("Case", "G/182")]
    public void Boolean_schemas_become_schemas_for_openai() => Assert.Equal(
        """{"type":"object","properties":{"x":{},"l":{"type":"array","items":{}}}}""",
        Lowering.Of("""{"type":"object","properties":{"x":true,"l":{"type":"array","items":true},"n":false},"required":["n"]}""", SchemaTarget.OpenAiTool).Replace(",\"required\":[]", "", StringComparison.Ordinal));

    [Fact]
    public void Array_without_items_gets_some_for_openai() =>
        Assert.Equal("""{"type":"array","items":{}}""", Lowering.Property("""{"type":"array"}""", SchemaTarget.OpenAiTool));

    [Fact]
    public void Output_without_an_object_is_refused_for_openai()
    {
        Assert.Equal(SchemaOutcome.Inexpressible, Lowering.Outcome("""{"type":"array","items":{"type":"string"}}""", SchemaTarget.OpenAiOutput).Outcome);
        Assert.Equal("""{"type":"object","properties":{"a":{}}}""", Lowering.Of("""{"type":"object","properties":{"a":{}}}""", SchemaTarget.OpenAiOutput));
        Assert.False(SchemaLowering.HasObjectRoot(Lowering.Slice("""{"type":"array"}""")));
        Assert.True(SchemaLowering.HasObjectRoot(Lowering.Slice("""{"$ref":"#/$defs/A","$defs":{"A":{"properties":{}}}}""")));
    }

    [Fact]
    public void Duplicate_members_count_once_and_the_last_wins() =>
        Assert.Equal("""{"type":"integer"}""", Lowering.Property("""{"type":"string","type":"integer"}""", SchemaTarget.GeminiTool));

    [Fact]
    public void What_is_no_json_is_refused() => Assert.Equal(SchemaOutcome.TooDeep, Lowering.Outcome("""{"type":""", SchemaTarget.AnthropicTool).Outcome);
}
