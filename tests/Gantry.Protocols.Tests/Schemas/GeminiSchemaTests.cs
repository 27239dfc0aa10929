using Gantry.Protocols.Schemas;
using Xunit;

namespace Gantry.Protocols.Tests.Schemas;

public sealed class GeminiSchemaTests
{
    private const SchemaTarget Open = SchemaTarget.GeminiTool;
    private const SchemaTarget Json = SchemaTarget.GeminiJsonTool;

    [Fact]
    [Trait("Case", "G/172")]
    public void Constraints_without_a_word_become_hints()
    {
        const string schema = """{"$schema":"http://json-schema.org/draft-07/schema#","type":"object","additionalProperties":false,"properties":{"n":{"type":"integer","exclusiveMinimum":0}}}""";
        Assert.Equal("""{"type":"object","properties":{"n":{"type":"integer","description":"exclusiveMinimum: 0"}}}""", Lowering.Of(schema, Open, out var losses));
        Assert.Equal(["properties.n.exclusiveMinimum", "additionalProperties"], losses.Losses.Select(loss => loss.Path).Order(StringComparer.Ordinal).Reverse());
        Assert.Equal("schema_sanitized", losses.ToString());
        Assert.Equal("""{"type":"object","additionalProperties":false,"properties":{"n":{"type":"integer","description":"exclusiveMinimum: 0"}}}""", Lowering.Of(schema, Json));
    }

    [Theory]
    [Trait("Case", "G/173")]
    [InlineData(Open)]
    [InlineData(Json)]
    public void Property_names_rule_inside_items_is_removed(SchemaTarget target) => Assert.Equal(
        """{"type":"array","items":{"type":"object","description":"propertyNames: {\"pattern\":\"^[a-z]+$\"}"}}""",
        Lowering.Property("""{"type":"array","items":{"type":"object","propertyNames":{"pattern":"^[a-z]+$"}}}""", target));

    [Theory]
    [Trait("Case", "G/175")]
    [InlineData(Open)]
    [InlineData(Json)]
    public void Foreign_keyword_goes_and_a_property_of_its_name_stays(SchemaTarget target) => Assert.Equal(
        """{"type":"object","properties":{"encrypted":{"type":"string"}}}""",
        Lowering.Of("""{"type":"object","properties":{"encrypted":{"type":"string","encrypted":true}}}""", target));

    [Theory]
    [Trait("Case", "G/176")]
    [InlineData(Open)]
    [InlineData(Json)]
    public void Properties_named_like_keywords_stay(SchemaTarget target)
    {
        const string schema = """{"type":"object","properties":{"properties":{"type":"object"},"required":{"type":"string"},"title":{"type":"string"},"$schema":{"type":"string"},"default":{"type":"number"},"type":{"type":"string"},"anyOf":{"type":"string"},"items":{"type":"string"},"$ref":{"type":"string"},"description":{"type":"string"}},"required":["title","$ref"]}""";
        Assert.Equal(schema, Lowering.Of(schema, target, out var losses));
        Assert.True(losses.IsEmpty);
    }

    [Fact]
    [Trait("Case", "G/177")]
    public void Bare_map_of_properties_is_wrapped_and_required_flags_are_promoted() => Assert.Equal(
        """{"type":"object","properties":{"city":{"type":"string"},"type":{"type":"string"}},"required":["city"]}""",
        Lowering.Of("""{"city":{"type":"string","required":true},"type":{"type":"string","required":false}}""", Open));

    [Theory]
    [Trait("Case", "G/178")]
    [InlineData(Open)]
    [InlineData(Json)]
    public void Branches_of_a_condition_are_hoisted_as_optional(SchemaTarget target) => Assert.Equal(
        """{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"},"c":{"type":"string"}}}""",
        Lowering.Of("""{"type":"object","properties":{"a":{"type":"string"}},"if":{"properties":{"a":{"const":"x"}}},"then":{"properties":{"b":{"type":"string"}},"required":["b"]},"else":{"if":{},"then":{"properties":{"c":{"type":"string"}}}}}""", target));

    [Theory]
    [Trait("Case", "G/179")]
    [InlineData("""{"type":["string","null"]}""", """{"type":"string","nullable":true}""", """{"type":["string","null"]}""")]
    [InlineData("""{"type":"string","nullable":true}""", """{"type":"string","nullable":true}""", """{"type":["string","null"]}""")]
    [InlineData("""{"type":"STRING"}""", """{"type":"string"}""", """{"type":"string"}""")]
    [InlineData("""{"type":["string"]}""", """{"type":"string"}""", """{"type":"string"}""")]
    [InlineData("""{"type":5}""", """{"type":"string","description":"any JSON value"}""", "{}")]
    [InlineData("""{"type":["string","number"],"minLength":1,"minimum":2,"description":"d"}""", """{"anyOf":[{"type":"string","minLength":1,"description":"d"},{"type":"number","minimum":2}]}""", """{"anyOf":[{"type":"string","description":"minLength: 1"},{"type":"number","minimum":2}],"description":"d"}""")]
    [InlineData("""{"type":["string","integer","null"]}""", """{"anyOf":[{"type":"string","nullable":true},{"type":"integer"}]}""", """{"anyOf":[{"type":"string"},{"type":"integer"},{"type":"null"}]}""")]
    [InlineData("""{"type":"null"}""", """{"type":"string","nullable":true,"description":"always null"}""", """{"type":"null"}""")]
    public void Types_are_said_one_at_a_time(string schema, string open, string json) => AssertBoth(schema, open, json);

    [Theory]
    [InlineData("""{"anyOf":[{"type":"string"},{"type":"null"}],"description":"d"}""", """{"description":"d","type":"string","nullable":true}""", """{"description":"d","type":["string","null"]}""")]
    [InlineData("""{"oneOf":[{"type":"string"},{"type":"integer"}]}""", """{"anyOf":[{"type":"string"},{"type":"integer"}]}""", """{"anyOf":[{"type":"string"},{"type":"integer"}]}""")]
    [InlineData("""{"anyOf":[{"type":"string"},{"type":"integer"},{"type":"null"}],"description":"d","default":null}""", """{"anyOf":[{"type":"string","nullable":true,"description":"d"},{"type":"integer"}]}""", """{"anyOf":[{"type":"string"},{"type":"integer"},{"type":"null"}],"description":"d"}""")]
    [InlineData("""{"type":"string","anyOf":[{"pattern":"a"},{"pattern":"b"}]}""", """{"anyOf":[{"type":"string","pattern":"a"},{"type":"string","pattern":"b"}]}""", """{"type":"string","anyOf":[{"description":"pattern: a"},{"description":"pattern: b"}]}""")]
    [InlineData("""{"anyOf":[{"type":"string"}]}""", """{"type":"string"}""", """{"type":"string"}""")]
    [InlineData("""{"anyOf":[{"type":"string"},false]}""", """{"type":"string"}""", """{"type":"string"}""")]
    public void Unions_are_said_as_the_dialect_does(string schema, string open, string json) => AssertBoth(schema, open, json);

    [Theory]
    [Trait("Case", "G/181")]
    [InlineData(Open)]
    [InlineData(Json)]
    public void Composition_is_merged(SchemaTarget target) => Assert.Equal(
        """{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"integer"}},"required":["b"]}""",
        Lowering.Of("""{"allOf":[{"properties":{"a":{"type":"string"},"b":{"type":"integer"}}},{"properties":{"b":{"type":"integer"}},"required":["b"]}]}""", target, out _));

    [Theory]
    [Trait("Case", "G/182")]
    [InlineData("true", """{"type":"string","description":"any JSON value"}""", "{}")]
    [InlineData("""{"type":"array","items":true}""", """{"type":"array","items":{"type":"string","description":"any JSON value"}}""", """{"type":"array","items":{}}""")]
    [InlineData("""{"type":"array","items":false}""", """{"type":"array","maxItems":0,"items":{"type":"string"}}""", """{"type":"array","maxItems":0,"items":{"type":"string"}}""")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"},"b":false},"required":["a","b"]}""", """{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]}""", """{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]}""")]
    public void Boolean_schemas_become_schemas_or_go(string schema, string open, string json) => AssertBoth(schema, open, json);

    [Theory]
    [Trait("Case", "G/183")]
    [InlineData("""{"enum":[1,2]}""", """{"type":"integer","description":"allowed values: 1, 2"}""", """{"type":"integer","enum":[1,2]}""")]
    [InlineData("""{"type":"number","enum":[1.0,2e3]}""", """{"type":"number","description":"allowed values: 1.0, 2e3"}""", """{"type":"number","enum":[1.0,2e3]}""")]
    [InlineData("""{"type":"boolean","enum":[true]}""", """{"type":"boolean","description":"allowed values: true"}""", """{"type":"boolean","description":"allowed values: true"}""")]
    [InlineData("""{"enum":[true,false]}""", """{"type":"boolean"}""", """{"type":"boolean"}""")]
    [InlineData("""{"enum":["a","",null]}""", """{"type":"string","nullable":true,"enum":["a"]}""", """{"type":["string","null"],"enum":["a"]}""")]
    [InlineData("""{"enum":[null]}""", """{"type":"string","nullable":true,"description":"always null"}""", """{"type":"null"}""")]
    [InlineData("""{"type":"string","enum":[""]}""", """{"type":"string"}""", """{"type":"string"}""")]
    [InlineData("""{"const":"a"}""", """{"type":"string","enum":["a"]}""", """{"type":"string","enum":["a"]}""")]
    [InlineData("""{"const":7}""", """{"type":"integer","description":"allowed values: 7"}""", """{"type":"integer","enum":[7]}""")]
    [InlineData("""{"enum":["a",1]}""", """{"type":"string","description":"allowed values: \"a\", 1; any JSON value"}""", """{"enum":["a",1]}""")]
    [InlineData("""{"type":["string","integer"],"enum":["a",1,2]}""", """{"anyOf":[{"type":"string","enum":["a"]},{"type":"integer","description":"allowed values: 1, 2"}]}""", """{"anyOf":[{"type":"string","enum":["a"]},{"type":"integer","enum":[1,2]}]}""")]
    public void Values_that_are_no_texts_are_never_made_texts(string schema, string open, string json) => AssertBoth(schema, open, json);

    [Theory]
    [Trait("Case", "G/184")]
    [InlineData("""{"type":"object","additionalProperties":{"type":"string"}}""", """{"type":"object","description":"any further members: {\"type\":\"string\"}"}""", """{"type":"object","additionalProperties":{"type":"string"}}""")]
    [InlineData("""{"type":"object","additionalProperties":true}""", """{"type":"object"}""", """{"type":"object","additionalProperties":true}""")]
    [InlineData("""{"type":"object","additionalProperties":false}""", """{"type":"object"}""", """{"type":"object","additionalProperties":false}""")]
    public void Map_is_kept_or_described(string schema, string open, string json) => AssertBoth(schema, open, json);

    [Theory]
    [InlineData("""{"type":"object","properties":{}}""", """{"type":"object"}""", """{"type":"object"}""")]
    [InlineData("""{"type":"array"}""", """{"type":"array","items":{"type":"string"}}""", """{"type":"array","items":{"type":"string"}}""")]
    [InlineData("""{"type":"array","prefixItems":[{"type":"string"},{"type":"integer"}]}""", """{"type":"array","items":{"anyOf":[{"type":"string"},{"type":"integer"}]},"minItems":2,"maxItems":2}""", """{"type":"array","prefixItems":[{"type":"string"},{"type":"integer"}]}""")]
    [InlineData("""{"type":"array","items":[{"type":"string"},{"type":"string"}],"additionalItems":false}""", """{"type":"array","items":{"type":"string"},"minItems":2,"maxItems":2}""", """{"type":"array","prefixItems":[{"type":"string"},{"type":"string"}],"maxItems":2}""")]
    [InlineData("""{"type":"string","format":"email"}""", """{"type":"string","description":"format: email"}""", """{"type":"string","description":"format: email"}""")]
    [InlineData("""{"type":"string","format":"date-time"}""", """{"type":"string","format":"date-time"}""", """{"type":"string","format":"date-time"}""")]
    [InlineData("""{"type":"integer","format":"int64"}""", """{"type":"integer","format":"int64"}""", """{"type":"integer","format":"int64"}""")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"}},"required":["a","b","a"]}""", """{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]}""", """{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]}""")]
    [InlineData("""{"type":"string","title":"T","default":"x","examples":["y"],"x-order":1,"deprecated":true}""", """{"type":"string"}""", """{"type":"string"}""")]
    [InlineData("""{"type":"number","minimum":1.0,"maximum":12345678901234567890}""", """{"type":"number","minimum":1.0,"maximum":12345678901234567890}""", """{"type":"number","minimum":1.0,"maximum":12345678901234567890}""")]
    [InlineData("""{"type":"number","minimum":0,"exclusiveMinimum":true}""", """{"type":"number","description":"exclusiveMinimum: 0"}""", """{"type":"number","description":"exclusiveMinimum: 0"}""")]
    [InlineData("""{"type":"ARRAY","items":{"type":"STRING"},"minItems":"3"}""", """{"type":"array","items":{"type":"string"},"minItems":3}""", """{"type":"array","items":{"type":"string"},"minItems":3}""")]
    [InlineData("""{"type":"string","description":"caf\u00e9","pattern":"^a$","minLength":2}""", """{"type":"string","description":"caf\u00e9","pattern":"^a$","minLength":2}""", """{"type":"string","description":"caf\u00e9 (pattern: ^a$; minLength: 2)"}""")]
    [InlineData("""{"description":null,"properties":{"a":{"type":"string"}}}""", """{"type":"object","properties":{"a":{"type":"string"}}}""", """{"properties":{"a":{"type":"string"}}}""")]
    public void Other_rules_of_the_table_hold(string schema, string open, string json) => AssertBoth(schema, open, json);

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"type":"object"}""")]
    [InlineData("""{"type":"object","properties":{}}""")]
    [InlineData("""{"$schema":"x","type":"object","properties":{},"additionalProperties":false}""")]
    public void Root_without_properties_is_omitted(string schema)
    {
        Assert.Equal(SchemaOutcome.Omitted, Lowering.Outcome(schema, Open).Outcome);
        Assert.Equal(SchemaOutcome.Omitted, Lowering.Outcome(schema, Json).Outcome);
    }

    [Fact]
    public void Root_that_is_a_map_stays_where_maps_exist() => Assert.Equal(
        """{"type":"object","additionalProperties":{"type":"string"}}""", Lowering.Of("""{"type":"object","additionalProperties":{"type":"string"}}""", Json));

    [Fact]
    public void Output_may_be_any_value() => Assert.Equal(
        """{"type":"array","items":{"type":"string","enum":["a"]}}""",
        Lowering.Of("""{"type":"array","items":{"const":"a"}}""", SchemaTarget.GeminiOutput));

    private static void AssertBoth(string schema, string open, string json)
    {
        Assert.Equal(open, Lowering.Property(schema, Open));
        Assert.Equal(json, Lowering.Property(schema, Json));
    }
}
