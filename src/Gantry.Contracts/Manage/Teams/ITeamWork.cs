using Gantry.Contracts.Manage.Keys;
using Gantry.Contracts.Manage.Usages;
using Gantry.Contracts.Manage.Wallets;

namespace Gantry.Contracts.Manage.Teams;

/// <summary>What a team does and pays, all of its members together, for its managers and for admins. To all others the team is not there.</summary>
public interface ITeamWork
{
    Task<Page<KeyView>> KeysAsync(IActor who, Guid team, PageQuery query, CancellationToken cancellation);

    /// <summary>For good.</summary>
    Task RevokeKeyAsync(IActor who, Guid team, Guid key, string? tag, CancellationToken cancellation);

    Task<WalletView> WalletAsync(IActor who, Guid team, CancellationToken cancellation);

    /// <summary>The book, newest first.</summary>
    Task<Page<EntryView>> EntriesAsync(IActor who, Guid team, PageQuery query, CancellationToken cancellation);

    /// <inheritdoc cref="IUsageAdmin.ListAsync"/>
    Task<Page<RecordView>> RecordsAsync(IActor who, Guid team, RecordQuery query, CancellationToken cancellation);

    Task<UsageSums> SumAsync(IActor who, Guid team, SumQuery query, CancellationToken cancellation);

    /// <inheritdoc cref="IUsageAdmin.GetAsync"/>
    Task<RequestReport> RequestAsync(IActor who, Guid team, string id, CancellationToken cancellation);
}
