using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Teams;
using Gantry.Contracts.Manage.Wallets;

namespace Gantry.Console.Tests.Doubles;

/// <summary>A gateway without teams: there is nothing to be shown or changed.</summary>
internal sealed class PaperTeams : ITeamAdmin, IWalletAdmin
{
    public Task<Page<TeamView>> ListAsync(IActor who, TeamQuery query, CancellationToken cancellation) => Task.FromResult(new Page<TeamView>([], null));

    public Task<Versioned<TeamView>> GetAsync(IActor who, Guid id, CancellationToken cancellation) => throw None();

    public Task<Versioned<TeamView>> CreateAsync(IActor who, TeamDraft draft, CancellationToken cancellation) => throw None();

    public Task<Versioned<TeamView>> EditAsync(IActor who, Guid id, Func<TeamTerms, TeamTerms> change, string? tag, CancellationToken cancellation) => throw None();

    public Task<Versioned<TeamView>> DisableAsync(IActor who, Guid id, string? tag, CancellationToken cancellation) => throw None();

    public Task<Versioned<TeamView>> EnableAsync(IActor who, Guid id, string? tag, CancellationToken cancellation) => throw None();

    Task<WalletView> IWalletAdmin.GetAsync(IActor who, Guid account, CancellationToken cancellation) => throw None();

    public Task<Page<EntryView>> EntriesAsync(IActor who, Guid wallet, PageQuery query, CancellationToken cancellation) => throw None();

    public Task<MoneyMoved> CreditAsync(IActor who, Guid account, MoneyMove move, CancellationToken cancellation) => throw None();

    public Task<MoneyMoved> AdjustAsync(IActor who, Guid account, MoneyMove move, CancellationToken cancellation) => throw None();

    public Task<MoneyMoved> RefundAsync(IActor who, string request, RefundDraft refund, CancellationToken cancellation) => throw None();

    private static RefusedException None() => RefusedException.Missing("team");
}
