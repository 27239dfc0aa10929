using Gantry.Simulator.Dialects;
using Gantry.Simulator.Prompts;

namespace Gantry.Simulator.Responses;

/// <summary>The answer of <c>/v1/responses/compact</c>: the user's messages and one sealed item for the rest.</summary>
internal static class Compaction
{
    private const int SealBytes = 192;

    public static string Write(Turn turn)
    {
        var kept = turn.Prompt.Body.Items("input").Where(item => item.Text("role") == "user").Select(item => item.GetRawText());
        var sealedItem = $$"""{"id":"{{turn.Ids.Hex("cmp_", 48)}}","type":"compaction","encrypted_content":"{{turn.Ids.Seal(SealBytes)}}"}""";
        return $$"""{"id":"{{turn.Ids.Hex("resp_", 48)}}","object":"response.compaction","created_at":{{turn.Created}},"output":[{{string.Join(',', kept.Append(sealedItem))}}],"usage":{{UsageObject.Write(turn.Answer.Usage)}}}""";
    }
}
