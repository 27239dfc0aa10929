using Gantry.Catalog;
using Gantry.Contracts.Manage.Wallets;
using Gantry.Management.Http;

namespace Gantry.Management.Wallets;

/// <summary>One's own wallet.</summary>
internal sealed class MyWalletResource : IManageResource
{
    public static readonly ManageRoute Get = ManageRoute.Get("me/wallet", "getMyWallet", ManageScopes.MoneyRead, "Show your wallet.") with { Role = AccountRole.User };

    public static readonly ManageRoute Entries =
        ManageRoute.Get("me/wallet/entries", "listMyEntries", ManageScopes.MoneyRead, "List what moved in your wallet, newest first.") with { Role = AccountRole.User };

    public static readonly ManageRoute Redeem =
        ManageRoute.Post("me/wallet/redeem", "redeemCode", ManageScopes.MoneyWrite, "wallet.redeem", "Use a redemption code.") with { Role = AccountRole.User, BodyLimit = 4096 };

    public string Name => "my wallet";

    public IEnumerable<ManageEndpoint> Endpoints =>
    [
        ManageEndpoint.Reads(Get, call => call.Service<IMyWallet>().GetAsync(call.Caller, call.Stop)),
        ManageEndpoint.Lists(Entries, call => call.Service<IMyWallet>().EntriesAsync(call.Caller, call.Page(), call.Stop)),
        ManageEndpoint.Acts<CodeUse, CodeUsed>(Redeem, (call, use) => call.Service<IMyWallet>().RedeemAsync(call.Caller, use, call.Stop)) with { IsBounded = true },
    ];
}
