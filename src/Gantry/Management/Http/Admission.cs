using Gantry.Accounts;
using Gantry.Catalog;
using Gantry.Contracts.Manage;

namespace Gantry.Management.Http;

/// <summary>Whether somebody may do what a route does. The API asks before it reads a body, every service asks again: the console comes without the API.</summary>
internal sealed class Admission(TimeProvider time)
{
    /// <summary>How long a factor counts after it was presented.</summary>
    public static readonly TimeSpan FreshFor = TimeSpan.FromMinutes(5);

    /// <exception cref="RefusedException">No, and what is missing.</exception>
    public Caller Check(IActor who, ManageRoute route)
    {
        if (who is not Caller caller) throw new ArgumentException("Only the server says who somebody is.", nameof(who));
        if (caller.MustAddFactor && !route.BeforeFactor) throw Forbidden("factor_required", "This account has to set up a second factor first.");
        if (caller.Role < route.Role) throw Forbidden("role_required", $"This needs the role {EnumWords.Of(route.Role)}; yours is {caller.RoleName}.");
        if (caller.TokenId is not null) CheckScope(caller, route);
        else if (route.StepUp && !IsFresh(caller)) throw StepUp();
        return caller;
    }

    /// <summary>A token has no factors: what it may do was said when it was made, by somebody who had just presented one.</summary>
    private static void CheckScope(Caller caller, ManageRoute route)
    {
        if (route.Scope is not { } scope) throw Forbidden("session_required", "No token may do this: sign in.");
        if (caller.Scopes is { } scopes && !scopes.Contains(scope)) throw Forbidden("scope_required", $"This needs a token with the scope {scope}.");
    }

    private bool IsFresh(Caller caller) => caller.ProvedAt is { } proved && time.GetUtcNow() - proved is var age && age >= TimeSpan.Zero && age <= FreshFor;

    private static RefusedException StepUp() =>
        RefusedException.Of(RefusalKind.StepUpRequired, "step_up_required", $"Present your password or a factor again: the last time must be within {FreshFor.TotalMinutes:0} minutes.");

    private static RefusedException Forbidden(string code, string detail) => RefusedException.Of(RefusalKind.Forbidden, code, detail);
}
