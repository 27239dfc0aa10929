using Gantry.Console.Accounts;
using Gantry.Console.Language;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Accounts;
using Gantry.Contracts.Manage.Teams;

namespace Gantry.Console.Teams;

/// <summary>A member as it is typed: who it is, what it may do, and its budget by window.</summary>
internal sealed class MemberFields
{
    /// <summary>Only of somebody who is taken in.</summary>
    public string Email { get; set; } = "";

    public string Role { get; set; } = "member";

    /// <summary>Of which a member has the caps alone.</summary>
    public TermsFields Terms { get; private init; } = new();

    public static MemberFields Of(MemberView member) => new() { Email = member.Email, Role = member.Role, Terms = TermsFields.Of(new AccountTerms { SpendCap = member.SpendCap }) };

    /// <returns>Null where a field means nothing.</returns>
    public MemberDraft? Read(TeamWords words, AccountWords of)
    {
        var terms = Terms.Read(of);
        // What has no @ is no address, and may be the name of another team.
        if (!Email.Contains('@')) Terms.Errors.Add("email", words.NoEmail);
        return terms is null || !Terms.Errors.None ? null : new MemberDraft { Email = Email.Trim(), Role = Role, SpendCap = terms.SpendCap };
    }

    /// <summary>Puts what the service said to the fields that it is about.</summary>
    public void Mark(Refusal? refusal, TeamWords words)
    {
        if (refusal is { Code: "invalid_request" } && refusal.Errors.ContainsKey("email"))
        {
            Terms.Errors.Add("email", words.NobodyHas(Email.Trim()));
            refusal = refusal with { Errors = refusal.Errors.Remove("email") };
        }

        Terms.Mark(refusal);
    }
}
