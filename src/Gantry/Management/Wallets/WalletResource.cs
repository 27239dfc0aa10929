using Gantry.Contracts.Manage.Wallets;
using Gantry.Management.Http;

namespace Gantry.Management.Wallets;

/// <summary>The wallets of all accounts, and refunds.</summary>
internal sealed class WalletResource : IManageResource
{
    public static readonly ManageRoute Get = ManageRoute.Get("wallets/{id}", "getWallet", ManageScopes.MoneyRead, "Show the wallet of an account.");
    public static readonly ManageRoute Entries = ManageRoute.Get("wallets/{id}/entries", "listEntries", ManageScopes.MoneyRead, "List what moved in a wallet, newest first.");

    public static readonly ManageRoute Credit =
        ManageRoute.Post("wallets/{id}/credit", "creditWallet", ManageScopes.MoneyWrite, "wallet.credit", "Give an account money.") with { StepUp = true };

    public static readonly ManageRoute Adjust =
        ManageRoute.Post("wallets/{id}/adjust", "adjustWallet", ManageScopes.MoneyWrite, "wallet.adjust", "Correct a balance, either way.") with { StepUp = true };

    public static readonly ManageRoute Refund =
        ManageRoute.Post("requests/{id}/refund", "refundRequest", ManageScopes.MoneyWrite, "wallet.refund", "Give back what a request was charged, or a part of it.") with { StepUp = true };

    public string Name => "wallets";

    public IEnumerable<ManageEndpoint> Endpoints =>
    [
        ManageEndpoint.Reads(Get, call => call.Service<IWalletAdmin>().GetAsync(call.Caller, call.Id(), call.Stop)),
        ManageEndpoint.Lists(Entries, call => call.Service<IWalletAdmin>().EntriesAsync(call.Caller, call.Id(), call.Page(), call.Stop)),
        ManageEndpoint.Acts<MoneyMove, MoneyMoved>(Credit, (call, move) => call.Service<IWalletAdmin>().CreditAsync(call.Caller, call.Id(), Named(call, move), call.Stop)),
        ManageEndpoint.Acts<MoneyMove, MoneyMoved>(Adjust, (call, move) => call.Service<IWalletAdmin>().AdjustAsync(call.Caller, call.Id(), Named(call, move), call.Stop)),
        ManageEndpoint.Acts<RefundDraft, MoneyMoved>(
            Refund,
            (call, refund) => call.Service<IWalletAdmin>().RefundAsync(call.Caller, call.Text("id"), refund with { Reference = refund.Reference ?? call.RepeatKey }, call.Stop)),
    ];

    // The books remember a reference for ever: a repeat that comes after a crash, or after a day, moves nothing a second time.
    private static MoneyMove Named(ManageCall call, MoneyMove move) => move with { Reference = move.Reference ?? call.RepeatKey };
}
