namespace Gantry.Contracts.Manage.Accounts;

/// <summary>An account to be made, with the role <c>user</c>.</summary>
public sealed record AccountDraft : AccountTerms
{
    public required string Email { get; init; }
}
