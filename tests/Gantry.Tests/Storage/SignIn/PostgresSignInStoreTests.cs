using Gantry.Storage;

namespace Gantry.Tests.Storage.SignIn;

public sealed class PostgresSignInStoreTests : SignInStoreSuite
{
    private protected override async Task<IDatabase> OpenAsync() =>
        await PostgresDatabase.OpenAsync(await PostgresCluster.NewDatabaseAsync(), new FixedTime(), CancellationToken.None);
}
