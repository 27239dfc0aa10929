using System.Globalization;
using System.Text;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Relay.State;

/// <summary>One page of the items that a response was made from.</summary>
/// <param name="After">The id behind which the page begins; null for the first page.</param>
/// <param name="Limit">At most so many items.</param>
/// <param name="Ascending">Oldest first; the vendor's own default is the newest first.</param>
internal sealed record InputItemsPage(string? After, int Limit, bool Ascending)
{
    private const int DefaultLimit = 20;
    private const int LargestLimit = 100;

    /// <summary>Reads the query.</summary>
    public static (InputItemsPage? Page, GatewayError? Refusal) Read(string? after, string? limit, string? order)
    {
        var most = DefaultLimit;
        if (!string.IsNullOrEmpty(limit)
            && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out most) || most is < 1 or > LargestLimit))
        {
            return (null, Bad("limit", $"'limit' must be a whole number from 1 to {LargestLimit}."));
        }

        return order is null or "" or "asc" or "desc"
            ? (new InputItemsPage(string.IsNullOrEmpty(after) ? null : after, most, order == "asc"), null)
            : (null, Bad("order", "'order' must be asc or desc."));
    }

    /// <returns>The list as JSON; null where no item has the id that the page is to begin behind.</returns>
    public byte[]? Write(ResponseState state)
    {
        var items = Transcript.Read(state.Input).Select((item, index) => Listed(item, state.Id, index)).ToList();
        if (!Ascending)
        {
            items.Reverse();
        }

        var start = After is null ? 0 : items.FindIndex(item => item.Id == After) + 1;
        if (After is not null && start == 0)
        {
            return null;
        }

        var shown = items.Skip(start).Take(Limit).ToList();
        var list = new List<KeyValuePair<string, ReadOnlyMemory<byte>>>
        {
            new("object", "\"list\""u8.ToArray()),
            new("data", Transcript.Write(shown)),
            new("first_id", Id(shown.Count > 0 ? shown[0].Id : null)),
            new("last_id", Id(shown.Count > 0 ? shown[^1].Id : null)),
            new("has_more", Encoding.UTF8.GetBytes(start + shown.Count < items.Count ? "true" : "false")),
        };
        return JsonCut.Object(list);
    }

    /// <summary>The item with all that a listed one has: an id (the same each time), a type, content in parts.</summary>
    private static TranscriptItem Listed(TranscriptItem item, string responseId, int index)
    {
        if (item.Json.Span[0] != '{')
        {
            return item;
        }

        var members = JsonCut.Members(item.Json);
        if (item.Id is null)
        {
            members.RemoveAll(member => member.Key == "id");
            members.Insert(0, new("id", JsonSplice.Quote(string.Create(CultureInfo.InvariantCulture, $"{Prefix(item)}_{responseId.Replace("resp_", "", StringComparison.Ordinal)}_{index}"))));
        }

        if (item.Type.Length == 0)
        {
            members.Insert(1, new("type", "\"message\""u8.ToArray()));
        }

        var content = members.FindIndex(member => member.Key == "content" && member.Value.Span[0] == '"');
        if (content >= 0)
        {
            var type = item.Role == "assistant" ? "output_text\",\"annotations\":[]" : "input_text\"";
            members[content] = new("content", (byte[])[.. Encoding.UTF8.GetBytes($"[{{\"type\":\"{type},\"text\":"), .. members[content].Value.Span, .. "}]"u8]);
        }

        return TranscriptItem.Read(JsonCut.Object(members));
    }

    private static string Prefix(TranscriptItem item) => item.Type switch
    {
        "function_call" => "fc",
        "function_call_output" => "fco",
        "custom_tool_call" => "ctc",
        "custom_tool_call_output" => "ctco",
        "reasoning" => "rs",
        "compaction" or "compaction_summary" => "cmp",
        _ => "msg",
    };

    private static ReadOnlyMemory<byte> Id(string? id) => id is null ? "null"u8.ToArray() : JsonSplice.Quote(id);

    private static GatewayError Bad(string param, string message) => new(ErrorKind.InvalidRequest, ErrorOrigin.Client, message) { Param = param };
}
