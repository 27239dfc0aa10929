using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;

namespace Gantry.Protocols.Fitting;

/// <summary>Some habits of one upstream, as an operator knows them. What is not named stays as its provider has it.</summary>
/// <remarks>A table and not a record of the same members once more: a new trait is one line here.</remarks>
public sealed class TargetTraitsPatch
{
    private static readonly (string Name, Func<TargetTraits, bool, TargetTraits> Set)[] Traits =
    [
        ("developerRole", (traits, value) => traits with { DeveloperRole = value }),
        ("singleSystem", (traits, value) => traits with { SingleSystem = value }),
        ("completionCap", (traits, value) => traits with { CompletionCap = value }),
        ("refusesEmptyResults", (traits, value) => traits with { RefusesEmptyResults = value }),
        ("callIds", (traits, value) => traits with { CallIds = value }),
        ("documents", (traits, value) => traits with { Documents = value }),
        ("mapHostedTools", (traits, value) => traits with { MapHostedTools = value }),
        ("dropHostedTools", (traits, value) => traits with { DropHostedTools = value }),
        ("autoCache", (traits, value) => traits with { AutoCache = value }),
        ("topK", (traits, value) => traits with { TopK = value }),
        ("customTools", (traits, value) => traits with { CustomTools = value }),
        ("openApiSchemas", (traits, value) => traits with { OpenApiSchemas = value }),
        ("keepAttribution", (traits, value) => traits with { KeepAttribution = value }),
    ];

    private static readonly FrozenDictionary<string, Func<TargetTraits, bool, TargetTraits>> Setters =
        Traits.ToFrozenDictionary(trait => trait.Name, trait => trait.Set, StringComparer.Ordinal);

    private readonly ImmutableArray<(string Name, bool Value)> _known;

    private TargetTraitsPatch(ImmutableArray<(string Name, bool Value)> known) => _known = known;

    /// <summary>Every trait there is, in camel case.</summary>
    public static ImmutableArray<string> Names { get; } = [.. Traits.Select(trait => trait.Name)];

    /// <summary>Reads a JSON object whose members are traits in camel case, each true or false.</summary>
    /// <exception cref="FormatException">It is none, or a member is unknown. The message names the member.</exception>
    public static TargetTraitsPatch Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return new([.. document.RootElement.EnumerateObject().Select(member => Setters.ContainsKey(member.Name)
                ? (member.Name, member.Value.GetBoolean())
                : throw new FormatException($"There is no trait '{member.Name}'."))]);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException("Traits must be an object of true and false.", e);
        }
    }

    /// <summary>The traits with this patch over them.</summary>
    public TargetTraits Over(TargetTraits traits) => _known.Aggregate(traits, (done, trait) => Setters[trait.Name](done, trait.Value));
}
