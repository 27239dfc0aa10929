using Gantry.Protocols.Schemas;
using Xunit;

namespace Gantry.Protocols.Tests.Schemas;

public sealed class StrictSchemaTests
{
    [Fact]
    public void Objects_are_closed_and_constraints_go_into_words() => Assert.Equal(
        """{"type":"object","properties":{"n":{"type":"integer","description":"count (minimum: 1)"},"s":{"type":"string","format":"email"},"l":{"type":"array","items":{"type":"string"},"minItems":1,"description":"maxItems: 3"}},"required":["n"],"additionalProperties":false}""",
        Lowering.Of("""{"type":"object","properties":{"n":{"type":"integer","description":"count","minimum":1},"s":{"type":"string","format":"email"},"l":{"type":"array","items":{"type":"string"},"minItems":1,"maxItems":3}},"required":["n"]}""", SchemaTarget.AnthropicStrictTool, out var losses) + (losses.ToString() == "schema_sanitized" ? "" : "!"));

    [Theory]
    [InlineData("""{"type":["string","null"]}""", """{"anyOf":[{"type":"string"},{"type":"null"}]}""")]
    [InlineData("""{"oneOf":[{"type":"string"},{"type":"integer"}]}""", """{"anyOf":[{"type":"string"},{"type":"integer"}]}""")]
    [InlineData("""{"const":"a"}""", """{"type":"string","const":"a"}""")]
    [InlineData("""{"allOf":[{"type":"string"},{"description":"d"}]}""", """{"type":"string","description":"d"}""")]
    public void Forms_are_those_of_the_subset(string schema, string expected) =>
        Assert.Equal(expected, Lowering.Of(schema, SchemaTarget.AnthropicOutput));

    [Theory]
    [InlineData("""{"type":"object","additionalProperties":{"type":"string"}}""")]
    [InlineData("""{"type":"object"}""")]
    [InlineData("{}")]
    [InlineData("true")]
    [InlineData("""{"type":"array"}""")]
    [InlineData("""{"type":"array","prefixItems":[{"type":"string"}]}""")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"object","additionalProperties":true,"properties":{"b":{"type":"string"}}}}}""")]
    [InlineData("""{"type":"object","properties":{"a":{"$ref":"#"}}}""")]
    [InlineData("""{"type":"object","properties":{"a":{"anyOf":[true]}}}""")]
    public void Maps_recursion_and_anything_have_no_strict_form(string schema) =>
        Assert.Equal(SchemaOutcome.Inexpressible, Lowering.Outcome(schema, SchemaTarget.AnthropicOutput).Outcome);

    [Fact]
    public void Strict_tool_without_arguments_is_a_closed_object() =>
        Assert.Equal("""{"type":"object","properties":{},"additionalProperties":false}""", Lowering.Of("", SchemaTarget.AnthropicStrictTool));

    [Theory]
    [InlineData("""{"type":"object","properties":{},"required":[],"additionalProperties":false}""")]
    [InlineData("""{"type":"object","properties":{},"additionalProperties":false}""")]
    [InlineData("""{"$schema":"x","type":"object","properties":{"a":{"type":["string","null"]},"b":{"type":"array","items":{"$ref":"#/$defs/B"}},"c":{"anyOf":[{"type":"string","format":"uuid"},{"type":"null"}]}},"required":["c","b","a"],"additionalProperties":false,"$defs":{"B":{"type":"string","enum":["x"]}}}""")]
    [InlineData("""{"type":"object","properties":{"default":{"type":"number","minimum":0,"multipleOf":2}},"required":["default"],"additionalProperties":false}""")]
    public void Strict_schema_of_openai_is_recognised(string schema) => Assert.True(SchemaLowering.IsOpenAiStrict(Lowering.Slice(schema)));

    [Theory]
    [InlineData("")]
    [InlineData("true")]
    [InlineData("""{"type":"object","properties":{}}""")]
    [InlineData("""{"type":"array","items":{"type":"string"}}""")]
    [InlineData("""{"anyOf":[{"type":"object","properties":{},"additionalProperties":false}]}""")]
    [InlineData("""{"type":"object","additionalProperties":false}""")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"}},"required":[],"additionalProperties":false}""")]
    public void Root_outside_the_strict_subset_is_recognised(string schema) => Assert.False(SchemaLowering.IsOpenAiStrict(Lowering.Slice(schema)));

    [Theory]
    [InlineData("""{"type":"string","minLength":1}""")]
    [InlineData("""{"type":"string","default":""}""")]
    [InlineData("""{"type":"string","format":"uri"}""")]
    [InlineData("""{"type":"string","pattern":"a(?=b)"}""")]
    [InlineData("""{"type":"array"}""")]
    [InlineData("""{"type":"array","items":{}}""")]
    [InlineData("""{"type":"array","items":{"type":"string"},"uniqueItems":true}""")]
    [InlineData("""{"oneOf":[{"type":"string"}]}""")]
    [InlineData("""{"allOf":[{"type":"string"}]}""")]
    [InlineData("""{"$ref":"#/$defs/A","description":"d"}""")]
    [InlineData("""{"$ref":"#/$defs/missing"}""")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":false}""")]
    [InlineData("""{"type":"object","patternProperties":{"a":{"type":"string"}},"properties":{},"additionalProperties":false}""")]
    [InlineData("{}")]
    [InlineData("true")]
    public void Property_outside_the_strict_subset_is_recognised(string property) => Assert.False(SchemaLowering.IsOpenAiStrict(Lowering.Slice(
        $$$$"""{"type":"object","properties":{"p":{{{{property}}}}},"required":["p"],"additionalProperties":false,"$defs":{"A":{"type":"string"}}}""")));
}
