namespace Gantry.Contracts.Connect;

/// <summary>How one client is set up for this gateway: all that is known of it, without a word about pages or terminals.</summary>
public sealed record Recipe
{
    /// <summary>In addresses, as in <c>claude-code</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What its makers call it.</summary>
    public required string Name { get; init; }

    public required RecipeKind Kind { get; init; }

    /// <summary>One line about what is set up.</summary>
    public required Told About { get; init; }

    /// <summary>Protocols that it speaks, in the words of the management API: <c>chat</c>, <c>responses</c>, <c>messages</c>, <c>gemini</c>.</summary>
    public required IReadOnlyList<string> Protocols { get; init; }

    /// <summary>What follows the address in its base URL: empty, <c>/v1</c> or <c>/v1beta</c>.</summary>
    public required string BasePath { get; init; }

    /// <summary>What its base URL is called where it is set.</summary>
    public required string BaseSetting { get; init; }

    /// <summary>What its key is called where it is set.</summary>
    public required string KeySetting { get; init; }

    /// <summary>Systems that it runs on, where its set-up differs between them; empty where it does not.</summary>
    public IReadOnlyList<ClientSystem> Systems { get; init; } = [];

    /// <summary>Ways to set it up, or languages; empty for one.</summary>
    public IReadOnlyList<string> Variants { get; init; } = [];

    public ModelTaste Taste { get; init; } = ModelTaste.OpenAi;

    /// <summary>It asks for a second, small model.</summary>
    public bool WantsSmallModel { get; init; }

    /// <summary>Sends the key from a page: the gateway has to allow that page's origin.</summary>
    public bool FromBrowser { get; init; }

    /// <summary>The mistakes that people make with it, and what to do instead.</summary>
    public IReadOnlyList<Told> Traps { get; init; } = [];

    /// <summary>What to do, in order.</summary>
    public required Func<ClientSetUp, IReadOnlyList<RecipeStep>> Steps { get; init; }

    /// <summary>The base URL for this client.</summary>
    /// <param name="address">As in <see cref="ClientSetUp.Address"/>.</param>
    public string BaseUrl(string address) => address + BasePath;
}
