using System.Net;

namespace Gantry.Billing.Payments;

/// <summary>Registers card payments. The store comes from elsewhere.</summary>
internal static class PaymentServices
{
    /// <param name="services">Must have <see cref="IPaymentStore"/> and <see cref="TimeProvider"/>.</param>
    /// <param name="proxy">The gateway's own way out.</param>
    /// <param name="settings">As they are now; null where card payments are not set up.</param>
    public static void AddPayments(this IServiceCollection services, IWebProxy proxy, Func<IServiceProvider, Func<StripeSettings?>> settings)
    {
        services.AddSingleton(_ => new StripeClient(proxy));
        services.AddSingleton(settings);
        services.AddSingleton<CheckoutDesk>();
        services.AddSingleton<PaymentPull>();
        services.AddHostedService(s => s.GetRequiredService<PaymentPull>());
    }
}
