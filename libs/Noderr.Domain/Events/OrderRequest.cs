using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;

namespace Noderr.Domain.Events;

/// <summary>An order as somebody asks for it, or what is to become of one. Its name is given by who asks, so that asking twice is asking once.</summary>
public sealed record OrderRequest(Identity Order, int Instrument, Side Side, Quantity Quantity, OrderTerms Terms);
