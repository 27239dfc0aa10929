using System.Text;
using System.Text.Json.Nodes;

namespace Gantry.Tests.Cli.Verify.Faulty;

/// <summary>An answer on its way through a <see cref="FaultyGateway"/>, whole.</summary>
internal sealed class Passing
{
    public required string Method { get; init; }

    public required string Path { get; init; }

    /// <summary>Values of headers and query that may be keys.</summary>
    public required IReadOnlyList<string> Keys { get; init; }

    public int Status { get; set; }

    public required Dictionary<string, string> Headers { get; init; }

    public required byte[] Body { get; set; }

    public bool IsStream => Headers.GetValueOrDefault("content-type")?.StartsWith("text/event-stream", StringComparison.Ordinal) == true;

    public string Text
    {
        get => Encoding.UTF8.GetString(Body);
        set => Body = Encoding.UTF8.GetBytes(value);
    }

    /// <summary>The frames of a stream, without the blank lines between them.</summary>
    public IReadOnlyList<string> Frames => Text.Split(Blank, StringSplitOptions.RemoveEmptyEntries);

    // Google ends its lines as HTTP does.
    private string Blank => Text.Contains("\r\n\r\n", StringComparison.Ordinal) ? "\r\n\r\n" : "\n\n";

    /// <summary>Changes every JSON value: the body, or the data of each frame.</summary>
    public void EachJson(Action<JsonObject> change) => EachJson(json =>
    {
        change(json);
        return true;
    });

    /// <summary>As above; a frame is left out where the change says no.</summary>
    public void EachJson(Func<JsonObject, bool> change)
    {
        if (!IsStream)
        {
            if (Body.Length == 0 || JsonNode.Parse(Body) is not JsonObject whole) return;
            change(whole);
            Text = whole.ToJsonString(StubBodies.Plain);
            return;
        }
        var kept = new StringBuilder();
        var blank = Blank;
        foreach (var frame in Frames)
        {
            var at = frame.IndexOf("data: ", StringComparison.Ordinal);
            if (at >= 0 && frame[(at + 6)..].StartsWith('{'))
            {
                var data = JsonNode.Parse(frame[(at + 6)..])!.AsObject();
                if (change(data)) kept.Append(frame, 0, at + 6).Append(data.ToJsonString(StubBodies.Plain)).Append(blank);
            }
            else kept.Append(frame).Append(blank);
        }
        Text = kept.ToString();
    }

    /// <summary>Rearranges the frames of a stream.</summary>
    public void Arrange(Func<List<string>, IEnumerable<string>> change)
    {
        var blank = Blank;
        if (IsStream) Text = string.Concat(change([.. Frames]).Select(frame => frame + blank));
    }
}
