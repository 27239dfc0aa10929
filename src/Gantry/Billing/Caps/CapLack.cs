using Gantry.Nodes;

namespace Gantry.Billing.Caps;

/// <summary>What the ledger has to be asked for before a cap can be judged.</summary>
/// <param name="Key">Whose spending.</param>
/// <param name="Ask">The share that is needed, where several servers spend under the cap; null where what others have charged is enough to know.</param>
internal readonly record struct CapLack(SpendKey Key, ShareAsk? Ask);
