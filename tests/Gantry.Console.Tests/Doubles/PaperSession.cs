namespace Gantry.Console.Tests.Doubles;

/// <summary>A session of the double.</summary>
internal sealed class PaperSession
{
    public required Guid Id { get; init; }

    public required PaperPerson Person { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string Browser { get; init; }

    public string Address { get; init; } = "127.0.0.1";

    public bool AwaitsFactor { get; set; }

    public DateTimeOffset ProvedAt { get; set; }
}
