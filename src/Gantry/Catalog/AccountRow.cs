namespace Gantry.Catalog;

/// <summary>Who pays and who signs in. Never deleted: what it was charged outlives it.</summary>
internal sealed record AccountRow : CatalogRow
{
    public required Guid Id { get; init; }

    /// <summary>In lower case.</summary>
    public required string Email { get; init; }

    public AccountRole Role { get; init; }

    /// <summary>Its keys are refused.</summary>
    public bool Disabled { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public override RowKey Key => KeyOf(Email);

    public static RowKey KeyOf(string email) => new(RowKind.Account, email);

    public override IEnumerable<RowFact> Facts() => [new("role", EnumWords.Of(Role)), new("disabled", YesNo(Disabled))];
}
