using System.Text;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Schemas;
using Xunit;

namespace Gantry.Protocols.Tests.Schemas;

/// <summary>One tool with everything in it, as every place gets it; beside the schema stands what was lost and where.</summary>
public sealed class GoldenSchemaTests
{
    private const string Booking = """
        {
          "$schema": "http://json-schema.org/draft-07/schema#",
          "title": "Booking",
          "type": "object",
          "description": "Books a trip.",
          "properties": {
            "type": { "enum": ["one-way", "return", ""], "default": "return" },
            "seats": { "type": "integer", "exclusiveMinimum": 0, "maximum": 9 },
            "class": { "enum": [1, 2] },
            "from": { "$ref": "#/definitions/place" },
            "to": { "allOf": [{ "$ref": "#/definitions/place" }, { "required": ["code"] }], "description": "Where to." },
            "at": { "type": ["string", "null"], "format": "date-time" },
            "mail": { "type": "string", "format": "email", "title": "E-mail", "pattern": "@" },
            "price": { "anyOf": [{ "type": "number", "minimum": 0.50 }, { "type": "string" }, { "type": "null" }], "description": "In the traveller's currency." },
            "window": { "type": "array", "items": [{ "type": "string" }, { "type": "integer" }], "additionalItems": false },
            "labels": { "type": "object", "additionalProperties": { "type": "string" } },
            "companions": { "type": "array", "items": { "$ref": "#/definitions/person" }, "uniqueItems": true },
            "anything": true,
            "properties": { "type": "object", "properties": { "required": { "type": "boolean", "const": true } } }
          },
          "required": ["from", "to", "seats", "gone"],
          "if": { "properties": { "type": { "const": "return" } } },
          "then": { "properties": { "back": { "type": "string" } }, "required": ["back"] },
          "additionalProperties": false,
          "definitions": {
            "place": { "type": "object", "properties": { "code": { "type": "string", "minLength": 3, "maxLength": 3 } }, "additionalProperties": false },
            "person": { "type": "object", "properties": { "name": { "type": "string" }, "with": { "$ref": "#/definitions/person" } } }
          }
        }
        """;

    public static TheoryData<SchemaTarget> Targets => [.. Lowering.Targets];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Booking_tool_is_said_as_written_down(SchemaTarget target)
    {
        var losses = new LossLog();
        var lowered = SchemaLowering.Lower(Lowering.Slice(Booking), target, losses, "tools[0]");
        var text = new StringBuilder($"{lowered.Outcome} {lowered.Where}".TrimEnd());
        if (lowered.Outcome == SchemaOutcome.Lowered)
        {
            text.Append('\n').Append(lowered.Schema.ToString());
            foreach (var loss in losses.Losses) text.Append('\n').Append(loss.Token).Append(' ').Append(loss.Path);
        }

        Golden.Matches($"Schemas/golden/{target}.txt", Encoding.UTF8.GetBytes(text.ToString()));
    }
}
