using Gantry.Console.Shell;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Keys;
using Gantry.Contracts.Manage.Teams;
using Gantry.Contracts.Manage.Wallets;

namespace Gantry.Console.Teams;

/// <summary>What is done on the page.</summary>
public sealed partial class TeamPage
{
    private MemberFields _fields = new();
    private Versioned<MemberView>? _edited;
    private MemberView? _member;
    private KeyView? _key;
    private IReadOnlyList<string> _own = [];
    private Asked _asked;

    private enum Asked
    {
        Nothing,
        Member,
        Remove,
        Leave,
        Key,
        Disable,
    }

    /// <summary>The name of the team that was just left.</summary>
    private string? Left { get; set; }

    private string? RefusedText => Refused switch
    {
        { Code: "name_taken" } => W.InAlready(_fields.Email.Trim().ToLowerInvariant()),
        { Kind: RefusalKind.NotFound } => W.Gone,
        _ => null,
    };

    private void Ask(Asked what) => (_asked, Refused) = (what, null);

    private void Ask(Asked what, MemberView member)
    {
        _member = member;
        Ask(what);
    }

    private void Ask(Asked what, KeyView key)
    {
        _key = key;
        Ask(what);
    }

    private void StartAdding()
    {
        (_edited, _fields) = (null, new MemberFields());
        Ask(Asked.Member);
    }

    private async Task StartEditingAsync(MemberView member)
    {
        if (!await DoAsync(async (who, cancellation) => _edited = await Members.GetAsync(who, Id, member.AccountId, cancellation))) return;
        _fields = MemberFields.Of(_edited!.Value);
        Ask(Asked.Member);
    }

    private async Task SaveMemberAsync()
    {
        Refused = null;
        if (_fields.Read(W, A) is not { } said) return;
        await DoAsync(async (who, cancellation) =>
        {
            if (_edited is { } edited) await Members.EditAsync(who, Id, edited.Value.AccountId, _ => new MemberTerms { Role = said.Role, SpendCap = said.SpendCap }, edited.Tag, cancellation);
            else await Members.AddAsync(who, Id, said, cancellation);
            await DoneAsync(_edited is null ? W.Added(said.Email.ToLowerInvariant()) : W.Saved(said.Email), "#add-member", who, cancellation);
        });
        _fields.Mark(Refused, W);
    }

    private Task<bool> RemoveAsync() => DoAsync(async (who, cancellation) =>
    {
        await Members.RemoveAsync(who, Id, _member!.AccountId, null, cancellation);
        await DoneAsync(W.Removed(_member.Email), "#add-member", who, cancellation);
    });

    private async Task StartLeavingAsync()
    {
        if (await DoAsync(async (who, cancellation) =>
            _own = [.. (await Parts.AllAsync(query => MyKeys.ListAsync(who, query, cancellation))).Where(key => key.AccountId == Id && key.RevokedAt is null).Select(key => key.Name)])) Ask(Asked.Leave);
    }

    private Task<bool> LeaveAsync() => DoAsync(async (who, cancellation) =>
    {
        var name = _mine!.Name;
        await MyTeams.LeaveAsync(who, Id, cancellation);
        await DoneAsync(W.LeftTitle(name), "#content", who, cancellation);
        // To administrators the team is still there.
        if (_team is null) Left = name;
    });

    private Task<bool> RevokeAsync() => DoAsync(async (who, cancellation) =>
    {
        await Work.RevokeKeyAsync(who, Id, _key!.Id, null, cancellation);
        await DoneAsync(W.Revoked(_key.Name), "#add-member", who, cancellation);
    });

    private async Task<Errand> BookAsync(MoneyMove move, bool adjust)
    {
        var done = await DoAsync(async (who, cancellation) =>
        {
            var moved = adjust ? await Wallets.AdjustAsync(who, Id, move, cancellation) : await Wallets.CreditAsync(who, Id, move, cancellation);
            Shell.Say(A.Booked(Figures.Money(moved.Moved.Amount)));
            await RefreshAsync(who, cancellation);
        });
        return Told(done);
    }

    private async Task<Errand> SaveLimitsAsync(TeamTerms terms)
    {
        var done = await DoAsync(async (who, cancellation) =>
        {
            _team = await Teams.EditAsync(who, Id, _ => terms, _team!.Tag, cancellation);
            Shell.Say(W.Saved(W.Limits));
        });
        return Told(done);
    }

    private Task<bool> DisableAsync() => DoAsync(async (who, cancellation) =>
    {
        await Teams.DisableAsync(who, Id, null, cancellation);
        await DoneAsync(W.DisabledOne(Name!), "#switch", who, cancellation);
    });

    private Task<bool> EnableAsync() => DoAsync(async (who, cancellation) =>
    {
        await Teams.EnableAsync(who, Id, null, cancellation);
        await DoneAsync(W.EnabledOne(Name!), "#switch", who, cancellation);
    });

    private async Task DoneAsync(string said, string focus, IActor who, CancellationToken cancellation)
    {
        _asked = Asked.Nothing;
        Shell.Say(said);
        await RefreshAsync(who, cancellation);
        await Browser.FocusAsync(focus);
    }

    // Shown by the form that asked.
    private Errand Told(bool done)
    {
        var errand = new Errand(done, Refused);
        Refused = null;
        StateHasChanged();
        return errand;
    }

    private void Close() => (_asked, Refused) = (Asked.Nothing, null);
}
