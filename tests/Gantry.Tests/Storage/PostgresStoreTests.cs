using Gantry.Storage;

namespace Gantry.Tests.Storage;

public sealed class PostgresStoreTests : StoreSuite
{
    private protected override bool KeepsNul => false;

    private protected override async Task<IDatabase> OpenAsync() =>
        await PostgresDatabase.OpenAsync(await PostgresCluster.NewDatabaseAsync(), new FixedTime(), CancellationToken.None);
}
