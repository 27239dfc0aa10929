using System.Text.Json;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Chat;

/// <summary>The members of a tool's definition while it is read: nested in <c>function</c> or <c>custom</c>, or flat.</summary>
internal struct ChatToolDefinition
{
    public JsonText? Name { get; private set; }

    public JsonText? Description { get; private set; }

    public JsonSlice Parameters { get; private set; }

    public JsonSlice Format { get; private set; }

    public bool? Strict { get; private set; }

    /// <summary>Reads the member whose name the cursor stands on.</summary>
    public void Member(ref ChatCursor cursor)
    {
        if (cursor.Is("name"u8)) Name = cursor.NextText();
        else if (cursor.Is("description"u8)) Description = cursor.NextText();
        else if (cursor.Is("parameters"u8) || cursor.Is("input_schema"u8))
        {
            var schema = cursor.NextValue();
            if (schema.Kind != JsonTokenType.Null) Parameters = schema;
        }
        else if (cursor.Is("format"u8)) Format = ChatToolFormat.Flat(cursor.NextValue());
        else if (cursor.Is("strict"u8)) Strict = ChatToolReader.Flag(ref cursor);
        else cursor.SkipNext();
    }
}
