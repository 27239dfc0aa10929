namespace Gantry.Contracts.Manage;

/// <summary>
/// Who asks for something to be done: a person in a session, or the owner of an admin token. Made by the server alone; services refuse any
/// other implementation.
/// </summary>
public interface IActor
{
    Guid AccountId { get; }

    /// <summary>In lower case.</summary>
    string Email { get; }

    /// <summary><c>owner</c>, <c>admin</c> or <c>user</c>.</summary>
    string RoleName { get; }
}
