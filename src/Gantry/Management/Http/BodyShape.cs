using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Gantry.Catalog;
using Gantry.Contracts.Manage;

namespace Gantry.Management.Http;

/// <summary>Holds JSON against a type before it is read, so that every mistake is told at once and by its path (reliability S-31).</summary>
internal static class BodyShape
{
    /// <param name="body">The JSON.</param>
    /// <param name="type">What it is to be read as.</param>
    /// <param name="isPatch">Members may be missing, and null takes one away.</param>
    /// <exception cref="RefusedException">Members that nobody knows, or that are missing.</exception>
    public static void Check(JsonElement body, Type type, bool isPatch)
    {
        var errors = Refusal.NoErrors.ToBuilder();
        Walk(body, ManageJson.Options.GetTypeInfo(type), "", isPatch, (path, message) =>
            errors[path] = errors.TryGetValue(path, out var there) ? there.Add(message) : [message]);
        if (errors.Count > 0) throw Refused(errors.ToImmutable());
    }

    /// <exception cref="RefusedException">A value is not of the kind that its member takes.</exception>
    public static T Read<T>(JsonElement body)
    {
        try
        {
            return body.Deserialize<T>(ManageJson.Options) ?? throw Refused(Refusal.NoErrors.Add("", ["must not be null"]));
        }
        catch (JsonException wrong)
        {
            // Its message names types of ours and may quote a value.
            throw Refused(Refusal.NoErrors.Add(Path(wrong.Path), ["is not of the kind that is taken here"]));
        }
    }

    private static void Walk(JsonElement value, JsonTypeInfo type, string path, bool isPatch, Action<string, string> wrong)
    {
        // One of the two engines keeps none in a text, and nothing that people write has one.
        if (HoldsNul(value)) wrong(path, "must not hold the character U+0000");
        switch (type.Kind)
        {
            case JsonTypeInfoKind.Object when value.ValueKind == JsonValueKind.Object:
                var known = type.Properties.ToDictionary(p => p.Name);
                foreach (var member in value.EnumerateObject())
                {
                    var at = Join(path, member.Name);
                    if (!known.TryGetValue(member.Name, out var property)) wrong(at, $"is not known here{Nearest.Hint(member.Name, known.Keys)}");
                    else Walk(member.Value, ManageJson.Options.GetTypeInfo(property.PropertyType), at, isPatch, wrong);
                }

                foreach (var missing in isPatch ? [] : type.Properties.Where(p => p.IsRequired && !value.TryGetProperty(p.Name, out _))) wrong(Join(path, missing.Name), "is missing");
                break;
            case JsonTypeInfoKind.Object when value.ValueKind != JsonValueKind.Null:
                wrong(path, "must be an object");
                break;
            case JsonTypeInfoKind.Enumerable when value.ValueKind == JsonValueKind.Array:
                // A list is replaced whole, by a patch as well.
                foreach (var (index, item) in value.EnumerateArray().Index())
                    Walk(item, ManageJson.Options.GetTypeInfo(type.ElementType!), $"{path}[{index}]", isPatch: false, wrong);
                break;
            case JsonTypeInfoKind.Enumerable when value.ValueKind != JsonValueKind.Null:
                wrong(path, "must be a list");
                break;
            case JsonTypeInfoKind.Dictionary when value.ValueKind == JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    if (member.Name.Contains('\0', StringComparison.Ordinal)) wrong(path, "must not have a name with the character U+0000");
                    Walk(member.Value, ManageJson.Options.GetTypeInfo(type.ElementType!), Join(path, member.Name), isPatch, wrong);
                }

                break;
            case JsonTypeInfoKind.None when type.Type == typeof(string) && value.ValueKind is not (JsonValueKind.String or JsonValueKind.Null):
                wrong(path, "must be text, also where it is a number of dollars: numbers of JSON are read with rounding by many");
                break;
        }
    }

    // Written as an escape, or it is no JSON; an escaped backslash before it is another matter.
    private static bool HoldsNul(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && value.GetRawText() is var raw && raw.Contains("\\u0000", StringComparison.Ordinal)
        && raw.Replace(@"\\", "", StringComparison.Ordinal).Contains(@"\u0000", StringComparison.Ordinal);

    private static RefusedException Refused(ImmutableSortedDictionary<string, ImmutableArray<string>> errors) => new(new Refusal
    {
        Kind = RefusalKind.Invalid,
        Code = "invalid_request",
        Detail = string.Join("; ", errors.SelectMany(e => e.Value.Select(m => $"{(e.Key.Length == 0 ? "the body" : e.Key)} {m}")).Take(5)),
        Errors = errors,
    });

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    // From "$.a[0].b" to "a[0].b".
    private static string Path(string? json) => json is null ? "" : json.TrimStart('$').TrimStart('.');
}
