namespace Gantry.Clients.Tests.Translation;

/// <summary>What the server of a case answers to whatever is asked.</summary>
internal sealed record ServedAnswer(int Status, string ContentType, byte[] Body)
{
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Where in <see cref="Body"/> a failure begins, which leaves in a flush of its own; null where there is none.</summary>
    public int? FailureAt { get; init; }
}
