using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gantry.Management.Http;

/// <summary>A merge patch (RFC 7396) of something that can be edited: what it does not name stays, null takes away, lists are replaced whole.</summary>
internal sealed class MergePatch<T>(JsonElement patch)
{
    /// <exception cref="Contracts.Manage.RefusedException">A value is not of the kind that its member takes.</exception>
    public T Apply(T now)
    {
        var merged = Merge(JsonSerializer.SerializeToNode(now, ManageJson.Options), patch);
        return BodyShape.Read<T>(JsonSerializer.SerializeToElement(merged, ManageJson.Options));
    }

    private static JsonNode? Merge(JsonNode? target, JsonElement patch)
    {
        if (patch.ValueKind != JsonValueKind.Object) return JsonNode.Parse(patch.GetRawText());
        var merged = target as JsonObject ?? [];
        foreach (var member in patch.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.Null)
            {
                merged.Remove(member.Name);
                continue;
            }

            var before = merged[member.Name];
            merged.Remove(member.Name);
            merged[member.Name] = Merge(before, member.Value);
        }

        return merged;
    }
}
