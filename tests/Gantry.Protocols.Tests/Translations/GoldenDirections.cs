using System.Text.Json.Nodes;
using Gantry.Protocols.Fitting;
using Gantry.Protocols.Reasoning;
using Gantry.Protocols.Tests.Reasoning;
using Xunit;

namespace Gantry.Protocols.Tests.Translations;

/// <summary>Every member that a protocol has, in every other protocol: what was written, what was lost, what was refused.</summary>
/// <remarks>What is refused is taken out of the request, and the request is asked again: a golden file then shows all that its direction refuses.</remarks>
internal static class GoldenDirections
{
    public static readonly Protocol[] Clients = [Protocol.Chat, Protocol.Responses, Protocol.Messages, Protocol.Gemini];
    public static readonly Protocol[] Upstreams = [Protocol.Chat, Protocol.Responses, Protocol.Messages, Protocol.Gemini, Protocol.Converse];
    private const int MostRefusals = 80;

    /// <summary>A vendor's own model, with all that it can do.</summary>
    public static TranslationTarget Target(Protocol protocol) => protocol switch
    {
        Protocol.Chat or Protocol.Responses => Way.Target(protocol, "gpt-5.1", new TargetTraits { DeveloperRole = true, CompletionCap = true, CustomTools = true }),
        Protocol.Gemini => Way.Target(protocol, "gemini-3-pro", new TargetTraits()),
        _ => Way.Target(protocol, "claude-opus-4-6", new TargetTraits { RefusesEmptyResults = protocol == Protocol.Converse }),
    };

    public static JsonObject Request(Protocol client, Protocol upstream)
    {
        var asked = JsonNode.Parse(File.ReadAllText(Golden.PathOf($"Translations/Golden/asked-{Name(client)}.json")))!.AsObject();
        var refused = new JsonArray();
        for (int tries = 0; tries < MostRefusals; tries++)
        {
            try
            {
                var way = new Way(client, asked.ToJsonString(), Target(upstream));
                return Told(refused, way, way.Body);
            }
            catch (ProtocolException fault)
            {
                Assert.False(string.IsNullOrEmpty(fault.Path), $"{client} to {upstream}: a refusal without a path: {fault.Message}");
                Assert.True(Remove(asked, fault.Path, out string? type), $"{client} to {upstream}: nothing stands at {fault.Path}: {fault.Message}");
                refused.Add(new JsonObject { ["at"] = fault.Path, ["type"] = type, ["message"] = fault.Message });
            }
        }

        throw new InvalidOperationException($"{client} to {upstream}: refused {MostRefusals} times and still not done: {refused}");
    }

    public static JsonObject Answer(Protocol upstream, Protocol client)
    {
        string ask = client switch
        {
            Protocol.Chat => """{"model":"public","messages":[{"role":"user","content":"q"}]}""",
            Protocol.Responses => """{"model":"public","input":"q","reasoning":{"effort":"high","summary":"auto"}}""",
            Protocol.Messages => """{"model":"public","max_tokens":9000,"thinking":{"type":"enabled","budget_tokens":4096},"messages":[{"role":"user","content":"q"}]}""",
            _ => """{"contents":[{"role":"user","parts":[{"text":"q"}]}],"generationConfig":{"thinkingConfig":{"includeThoughts":true}}}""",
        };
        var request = new Way(client, ask, Target(upstream), new ReasoningMemory(new FakeTime()));
        int before = request.Losses.Losses.Count;
        var body = request.Whole(File.ReadAllText(Golden.PathOf($"Translations/Golden/said-{Name(upstream)}.json")));
        return Told([], request, body, before);
    }

    public static string Name(Protocol protocol) => protocol.ToString().ToLowerInvariant();

    /// <summary>What an element of a list is; null of what says nothing of it.</summary>
    public static string? TypeOf(JsonNode? node) => node switch
    {
        JsonObject members when members.ContainsKey("type") => (string?)members["type"],
        JsonObject { Count: > 0 } part when part.All(member => member.Key is "inlineData" or "fileData" or "videoMetadata") => part.Last().Key,
        _ => null,
    };

    private static JsonObject Told(JsonArray refused, Way way, JsonNode body, int skip = 0)
    {
        var lost = way.Losses.Losses.Skip(skip).Select(loss => (JsonNode)new JsonObject { ["token"] = loss.Token, ["at"] = loss.Path });
        return new JsonObject { ["refused"] = refused, ["lost"] = new JsonArray([.. lost]), ["body"] = body.DeepClone() };
    }

    private static bool Remove(JsonObject root, string path, out string? type)
    {
        type = null;
        JsonNode? node = root;
        var steps = path.Replace("]", "", StringComparison.Ordinal).Split('.', '[');
        foreach (string step in steps[..^1]) node = Step(node, step);
        switch (node)
        {
            case JsonObject members:
                type = TypeOf(members[steps[^1]]);
                return members.Remove(steps[^1]);
            case JsonArray items when int.TryParse(steps[^1], out int index) && index < items.Count:
                type = TypeOf(items[index]);
                items.RemoveAt(index);
                return true;
            default:
                return false;
        }
    }

    private static JsonNode? Step(JsonNode? node, string step) => node switch
    {
        JsonObject members => members[step],
        JsonArray items when int.TryParse(step, out int index) && index < items.Count => items[index],
        _ => null,
    };
}
