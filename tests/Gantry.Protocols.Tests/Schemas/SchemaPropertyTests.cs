using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Schemas;
using Xunit;

namespace Gantry.Protocols.Tests.Schemas;

public sealed class SchemaPropertyTests
{
    private static readonly string[] Names = ["a", "type", "properties", "$ref", "required", "é", "anyOf", "x"];

    private static readonly string[] Leaves =
    [
        "true", "false", "null", "{}", "5", "\"string\"", """{"type":"string"}""", """{"type":"STRING","nullable":true}""", """{"type":["string","integer","null"],"minLength":2,"minimum":1.0}""",
        """{"enum":["a","",null]}""", """{"enum":[1,2.50]}""", """{"const":true}""", """{"const":null}""", """{"type":"array"}""", """{"$ref":"#"}""", """{"$ref":"#/$defs/D"}""",
        """{"type":"number","exclusiveMinimum":true,"minimum":3,"title":"t","default":1}""", """{"type":"object","additionalProperties":{"type":"string"}}""",
        """{"type":"string","format":"uri","description":"d","required":true}""", """{"description":"only words"}""", """{"type":"null"}""", """{"type":7,"enum":5}""",
    ];

    private static readonly Gen<JsonNode?> Root =
        from schema in Schema(4)
        from definition in Schema(1)
        select WithDefinition(schema, definition);

    [Fact]
    public void Lowering_twice_is_lowering_once_and_bytes_are_the_same_every_time() =>
        Prop.ForAll(Root.ToArbitrary(), root =>
        {
            string json = root?.ToJsonString() ?? "null";
            foreach (var target in Lowering.Targets)
            {
                var first = SchemaLowering.Lower(Lowering.Slice(json), target, new LossLog());
                var second = SchemaLowering.Lower(Lowering.Slice(json), target, new LossLog());
                Assert.Equal(first.Outcome, second.Outcome);
                Assert.Equal(first.Schema, second.Schema);
                if (first.Outcome != SchemaOutcome.Lowered) continue;
                using var parsed = JsonDocument.Parse(first.Schema.Memory);
                Lowering.AssertStays(first.Schema.ToString(), target);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(600));

    [Fact]
    public void Gemini_gets_only_words_that_it_knows() =>
        Prop.ForAll(Root.ToArbitrary(), root =>
        {
            string json = root?.ToJsonString() ?? "null";
            foreach (var target in (SchemaTarget[])[SchemaTarget.GeminiTool, SchemaTarget.GeminiJsonTool])
            {
                var lowered = SchemaLowering.Lower(Lowering.Slice(json), target, new LossLog());
                if (lowered.Outcome == SchemaOutcome.Lowered) GeminiWords.AssertKnown(JsonNode.Parse(lowered.Schema.Span)!, target == SchemaTarget.GeminiTool);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));

    private static JsonNode? WithDefinition(JsonNode? schema, JsonNode? definition)
    {
        if (schema is JsonObject root) root["$defs"] = new JsonObject { ["D"] = definition?.DeepClone() };
        return schema;
    }

    private static Gen<JsonNode?> Schema(int depth)
    {
        var leaf = Gen.Elements(Leaves).Select(json => JsonNode.Parse(json));
        if (depth == 0) return leaf;
        var inner = Schema(depth - 1);
        var list = inner.ListOf().Select(items => (JsonNode?)new JsonArray([.. items.Take(3).Select(item => item?.DeepClone())]));
        var map = (from name in Gen.Elements(Names) from value in inner select (name, value)).ListOf().Select(Map);
        var composed =
            from keyword in Gen.Elements("anyOf", "oneOf", "allOf", "prefixItems", "items", "enum")
            from value in list
            from other in Gen.Elements(Leaves)
            select (JsonNode?)With(JsonNode.Parse(other), keyword, value);
        var single =
            from keyword in Gen.Elements("items", "additionalProperties", "not", "then", "else", "contains", "propertyNames")
            from value in inner
            from other in Gen.Elements(Leaves)
            select (JsonNode?)With(JsonNode.Parse(other), keyword, value);
        var properties =
            from members in map
            from required in Gen.Elements(Names).ListOf()
            from other in Gen.Elements(Leaves)
            select (JsonNode?)With(With(JsonNode.Parse(other), "properties", members), "required", new JsonArray([.. required.Take(3).Select(name => (JsonNode)name)]));
        var both =
            from left in Gen.OneOf(composed, single)
            from right in properties
            select Join(left, right);
        return Gen.OneOf(leaf, composed, single, properties, both, map);
    }

    private static JsonNode? Join(JsonNode? left, JsonNode? right)
    {
        foreach (var (name, value) in (JsonObject)right!) ((JsonObject)left!)[name] = value?.DeepClone();
        return left;
    }

    private static JsonObject With(JsonNode? schema, string keyword, JsonNode? value)
    {
        var target = schema as JsonObject ?? [];
        target[keyword] = value?.DeepClone();
        return target;
    }

    private static JsonNode? Map(IEnumerable<(string Name, JsonNode? Value)> members)
    {
        var map = new JsonObject();
        foreach (var (name, value) in members.Take(4)) map[name] = value?.DeepClone();
        return map;
    }
}
