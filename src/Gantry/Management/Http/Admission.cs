using Gantry.Accounts;
using Gantry.Audit;
using Gantry.Catalog;
using Gantry.Contracts.Manage;

namespace Gantry.Management.Http;

/// <summary>Whether somebody may do what a route does. The API asks before it reads a body, every service asks again: the console comes without the API.</summary>
internal sealed class Admission(StepUp proofs, SecurityEvents events)
{
    /// <exception cref="RefusedException">No, and what is missing.</exception>
    public Caller Check(IActor who, ManageRoute route)
    {
        if (who is not Caller caller) throw new ArgumentException("Only the server says who somebody is.", nameof(who));
        if (caller.MustAddFactor && !route.BeforeFactor) throw Forbidden("factor_required", "This account has to set up a second factor first.");
        if (caller.Role < route.Role) throw Refused(caller, route, "role_required", $"This needs the role {EnumWords.Of(route.Role)}; yours is {caller.RoleName}.");
        if (caller.TokenId is not null) CheckScope(caller, route);
        else if (route.StepUp && !proofs.Holds(caller.ProvedAt)) throw StepUpRequired();
        return caller;
    }

    /// <summary>A token has no factors: what it may do was said when it was made, by somebody who had just presented one.</summary>
    private void CheckScope(Caller caller, ManageRoute route)
    {
        if (route.Scope is not { } scope) throw Refused(caller, route, "session_required", "No token may do this: sign in.");
        if (caller.Scopes is { } scopes && !scopes.Contains(scope)) throw Refused(caller, route, "scope_required", $"This needs a token with the scope {scope}.");
    }

    // Who has to prove something first does so and comes again; the others ask for what is not theirs.
    private RefusedException Refused(Caller caller, ManageRoute route, string code, string detail)
    {
        events.Report(new SecurityEvent("manage.refused", caller.Email, caller.Address?.ToString()) { ActorId = caller.AccountId, RequestId = caller.RequestId, Target = route.Id, Reason = code });
        return Forbidden(code, detail);
    }

    private static RefusedException StepUpRequired() =>
        RefusedException.Of(RefusalKind.StepUpRequired, "step_up_required", $"Present your password or a factor again: the last time must be within {StepUp.Life.TotalMinutes:0} minutes.");

    private static RefusedException Forbidden(string code, string detail) => RefusedException.Of(RefusalKind.Forbidden, code, detail);
}
