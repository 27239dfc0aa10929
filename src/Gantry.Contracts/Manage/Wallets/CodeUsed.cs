namespace Gantry.Contracts.Manage.Wallets;

/// <summary>What a code brought.</summary>
/// <param name="Credited">What it was worth.</param>
/// <param name="Wallet">The wallet with it.</param>
public sealed record CodeUsed(UsdAmount Credited, WalletView Wallet);
