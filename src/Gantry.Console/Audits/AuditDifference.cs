using System.Text.Json;
using Gantry.Contracts.Manage.Audits;

namespace Gantry.Console.Audits;

/// <summary>One field that a row of the audit log changed, as text; null on the side where it was not there.</summary>
internal sealed record AuditDifference(string Field, string? Before, string? After)
{
    /// <summary>All that differ, in the order in which the row has them.</summary>
    public static IReadOnlyList<AuditDifference> Of(AuditRowView row)
    {
        var (before, after) = (Members(row.Before), Members(row.After));
        return [.. before.Keys.Concat(after.Keys).Distinct(StringComparer.Ordinal)
            .Select(field => new AuditDifference(field, before.GetValueOrDefault(field), after.GetValueOrDefault(field)))
            .Where(difference => difference.Before != difference.After)];
    }

    private static Dictionary<string, string> Members(JsonElement? side) => side switch
    {
        { ValueKind: JsonValueKind.Object } members => members.EnumerateObject().ToDictionary(member => member.Name, member => Text(member.Value), StringComparer.Ordinal),
        { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } value => new(StringComparer.Ordinal) { ["value"] = Text(value) },
        _ => [],
    };

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
