using Gantry.Storage;

namespace Gantry.Tests.Storage.SignIn;

public sealed class SqliteSignInStoreTests : SignInStoreSuite
{
    private readonly TempFolder _folder = new();

    private protected override async Task<IDatabase> OpenAsync() =>
        await SqliteDatabase.OpenAsync(_folder.File("gantry.db"), new FixedTime(), CancellationToken.None);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }
}
