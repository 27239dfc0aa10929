using System.Text.Json;
using Xunit;

namespace Gantry.Tests.Management.Driven;

/// <summary>The check finds what it is to find: without that a story that passes says nothing.</summary>
public sealed class SchemaCheckTests
{
    private static readonly JsonElement Document = JsonDocument.Parse("""
        {"components":{"schemas":{"Thing":{"type":"object","required":["id"],"additionalProperties":false,"properties":{
            "id":{"type":"string","format":"uuid"},"at":{"type":["null","string"],"format":"date-time"},"count":{"type":"integer","format":"int32"},"any":{"description":"JSON."},
            "list":{"type":"array","items":{"$ref":"#/components/schemas/Thing"}},"names":{"type":"object","additionalProperties":{"type":["null","string"]}},
            "next":{"oneOf":[{"type":"null"},{"$ref":"#/components/schemas/Thing"}]}}}}}}
        """).RootElement;

    [Theory]
    [InlineData("""{"id":"01a1ff1b-7c75-7400-99b2-3dd4fb45bd7c","at":"2026-01-02T03:04:05Z","count":1,"any":[1],"list":[],"names":{"a":"b","c":null},"next":null}""", 0)]
    [InlineData("""{"id":"01a1ff1b-7c75-7400-99b2-3dd4fb45bd7c","at":null,"any":null,"next":{"id":"01a1ff1b-7c75-7400-99b2-3dd4fb45bd7c"}}""", 0)]
    [InlineData("{}", 1)]
    [InlineData("[]", 1)]
    [InlineData("""{"id":"x"}""", 1)]
    [InlineData("""{"id":"01a1ff1b-7c75-7400-99b2-3dd4fb45bd7c","at":"yesterday"}""", 1)]
    [InlineData("""{"id":"01a1ff1b-7c75-7400-99b2-3dd4fb45bd7c","count":3000000000}""", 1)]
    [InlineData("""{"id":"01a1ff1b-7c75-7400-99b2-3dd4fb45bd7c","count":1.5}""", 2)]
    [InlineData("""{"id":"01a1ff1b-7c75-7400-99b2-3dd4fb45bd7c","other":1}""", 1)]
    [InlineData("""{"id":"01a1ff1b-7c75-7400-99b2-3dd4fb45bd7c","list":[{}]}""", 1)]
    [InlineData("""{"id":"01a1ff1b-7c75-7400-99b2-3dd4fb45bd7c","names":{"a":1}}""", 1)]
    [InlineData("""{"id":"01a1ff1b-7c75-7400-99b2-3dd4fb45bd7c","next":{}}""", 1)]
    public void Value_is_held_against_every_word_of_its_schema(string value, int faults) =>
        Assert.Equal(faults, new SchemaCheck(Document).Faults(JsonDocument.Parse(value).RootElement, Document.GetProperty("components").GetProperty("schemas").GetProperty("Thing")).Count);

    [Fact]
    public void Word_that_the_check_does_not_know_is_a_fault() =>
        Assert.Single(new SchemaCheck(Document).Faults(JsonDocument.Parse("1").RootElement, JsonDocument.Parse("""{"type":"integer","multipleOf":2}""").RootElement));
}
