using System.Text.Json;

namespace Gantry.Contracts.Manage.Models;

/// <summary>What can be said of a model, in the words of the declarative file. What it costs is said apart.</summary>
public record ModelTerms
{
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Null: the id.</summary>
    public string? DisplayName { get; init; }

    public string OwnedBy { get; init; } = "gantry";

    /// <summary><c>chat</c>, <c>embedding</c>, <c>image</c> or <c>audio</c>.</summary>
    public string Kind { get; init; } = "chat";

    /// <summary>Largest prompt in tokens.</summary>
    public long? ContextWindow { get; init; }

    /// <summary>Largest answer in tokens.</summary>
    public long? MaxOutputTokens { get; init; }

    public bool SupportsImages { get; init; }

    public bool SupportsReasoning { get; init; }

    /// <summary>What it takes and refuses, where the built-in rules are wrong.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Rules { get; init; }
}
