namespace Gantry.Contracts.Manage.Accounts;

/// <summary>The role that an account shall have.</summary>
public sealed record RoleChange
{
    /// <summary><c>owner</c>, <c>admin</c> or <c>user</c>.</summary>
    public required string Role { get; init; }
}
